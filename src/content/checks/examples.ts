/** Examples of what citizens write; each may mean one thing only. */
import { fold, foldKeepingMarks } from '../../text/fold.ts'
import type { Complaints } from '../complaints.ts'
import type { Example, Topic } from '../content.ts'
import type { Shapes } from '../shapes.ts'
import { type Ref, ref, spotOf } from '../yaml.ts'

/** All examples of all procedures; complains about those that occur twice. */
export function collectExamples(shapes: Shapes, complaints: Complaints): readonly Example[] {
  const examples: Example[] = []
  const owners = new Map<string, Example>()
  for (const [procedure, { examples: shaped }] of shapes.procedures) {
    if (!shaped) continue
    for (const [topic, texts] of Object.entries(shaped.data.examples) as [Topic, string[]][]) {
      for (const [index, text] of texts.entries()) {
        const example = { procedure, topic, text }
        examples.push(example)
        // A line of signs only folds to nothing.
        const key = fold(text) || text
        const owner = owners.get(key)
        if (owner === undefined) owners.set(key, example)
        else if (areSame(owner, example)) {
          complainOfTwice(owner, example, ref(shaped.file, 'examples', topic, index), complaints)
        }
      }
    }
  }
  return examples
}

/** With accents, "mất đất" and "mát đất" are two things; without, a text is the same as either of another procedure. */
function areSame(a: Example, b: Example): boolean {
  const [one, other] = [foldKeepingMarks(a.text), foldKeepingMarks(b.text)]
  if (one === other) return true
  const isBare = one === fold(a.text) || other === fold(b.text)
  return isBare && a.procedure !== b.procedure
}

function complainOfTwice(
  owner: Example,
  { procedure, topic }: Example,
  at: Ref,
  complaints: Complaints,
): void {
  const mend = 'Keep it at one of the two.'
  if (owner.procedure !== procedure) {
    const message = `this is an example of "${owner.procedure}" (${owner.topic}) too`
    complaints.error('duplicate-example', spotOf(at), message, mend)
  } else if (owner.topic !== topic) {
    complaints.error('duplicate-example', spotOf(at), `this stands under "${owner.topic}" too`, mend)
  } else {
    complaints.warn('repeated-example', spotOf(at), 'this stands here twice', 'Remove one of the two.')
  }
}
