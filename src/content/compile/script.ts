/** A laid-out script -> a compiled `Script`. */
import type { Scope } from '../cel.ts'
import { checkAsk } from '../checks/ask.ts'
import { complainOfWays } from '../checks/reached.ts'
import { type Arrival, followWays } from '../checks/ways.ts'
import type { Complaints } from '../complaints.ts'
import { type DomainOf, exclude } from '../conditions.ts'
import type { Fact, LocaleTag, Script, Step, StepId } from '../content.ts'
import type { Condition, LaidStep, Layout } from '../lay.ts'
import type { Media } from '../media.ts'
import { everywhere, type Region } from '../regions.ts'
import { below, type Ref } from '../yaml.ts'
import { compileAnswer } from './answer.ts'
import { compileAsk } from './ask.ts'
import { type Here, Maker, type MakerOptions } from './maker.ts'
import { compilePicture } from './picture.ts'
import type { Spoken } from './spoken.ts'
import type { Translation } from './translations.ts'

export interface ScriptInput {
  readonly procedure: string
  readonly layout: Layout
  readonly scope: Scope
  readonly facts: ReadonlyMap<string, Pick<Fact, 'type' | 'topics'>>
  readonly labelsOf: MakerOptions['labelsOf']
  readonly translations: readonly Translation[]
  readonly sharedTranslations: readonly Translation[]
  readonly spoken: ReadonlyMap<LocaleTag, Spoken>
  readonly media: Media
  readonly complaints: Complaints
}

/** Compiles and checks every step; with complaints made, the result must not go live. */
export function compileScript(input: ScriptInput): Script {
  return new ScriptCompiler(input).compile()
}

/** What a step's compiler may use. */
export interface StepTools {
  readonly maker: Maker
  readonly here: Here
  /** The same place with this answer given. */
  readonly answered: Here
  readonly complaints: Complaints
  readonly input: ScriptInput
  /** A text's name in the translations. */
  key(part: string): string
}

class ScriptCompiler {
  readonly #input: ScriptInput
  readonly #own: Maker
  readonly #shared: Maker
  readonly #seenGuards = new Set<string>()
  readonly #domainOf: DomainOf

  constructor(input: ScriptInput) {
    this.#input = input
    const { scope, labelsOf, complaints } = input
    const domainOf: DomainOf = (slot) => scope.names.slots.get(slot)?.values
    this.#domainOf = domainOf
    const options = { scope, labelsOf, domainOf, complaints }
    this.#own = new Maker({ ...options, translations: input.translations })
    this.#shared = new Maker({ ...options, translations: input.sharedTranslations })
  }

  compile(): Script {
    const { layout, scope, complaints } = this.#input
    const ways = followWays(layout, (source) => scope.condition(source), this.#domainOf)
    complainOfWays(layout, ways, complaints)
    const steps = layout.steps.map((step, index) => this.#step(step, index, ways.arrivals[index]))
    const byId = new Map<StepId, Step>()
    for (const step of steps) if (step.type !== 'jump') byId.set(step.id, step)
    return { steps, byId, renamed: this.#renamed() }
  }

  #renamed(): ReadonlyMap<StepId, StepId> {
    const renamed = new Map<StepId, StepId>()
    for (const { draft } of this.#input.layout.steps) {
      if (draft?.kind !== 'ask') continue
      for (const former of draft.source.was ?? []) renamed.set(former, draft.id)
    }
    return renamed
  }

  #step(step: LaidStep, index: number, arrival: Arrival | undefined): Step {
    const maker = step.flow === undefined ? this.#own : this.#shared
    const guards = step.guards.map((guard, at) => this.#guard(step, guard, at, index, arrival, maker))
    const base = { id: step.id, index, guards }
    const { draft } = step
    if (draft === undefined)
      return { ...base, type: 'jump', target: 'target' in step ? step.target : index + 1 }
    const tools = this.#tools(step, index, arrival, maker)
    const { here } = tools
    switch (draft.kind) {
      case 'ask':
        checkAsk(draft.source, draft.at, tools)
        return compileAsk(draft, base, tools)
      case 'say':
        return {
          ...base,
          type: 'say',
          text: this.#text(tools, draft.at, draft.source.text),
          ...compilePicture(draft, step.flow, tools),
        }
      case 'branch':
        return this.#branch(step, base, tools)
      case 'set': {
        const value = maker.expr(below(draft.at, 'value'), String(draft.source.value), 'any', here)
        return { ...base, type: 'set', value }
      }
      case 'answer':
        return compileAnswer(draft, base, tools)
      case 'remind': {
        const on = maker.expr(below(draft.at, 'on'), String(draft.source.on), 'date', here)
        return { ...base, type: 'remind', on, text: this.#text(tools, draft.at, draft.source.text) }
      }
      case 'handoff': {
        const text = this.#text(tools, draft.at, draft.source.text)
        return { ...base, type: 'handoff', reason: draft.source.reason, text }
      }
      case 'end': {
        const { text } = draft.source
        return {
          ...base,
          type: 'end',
          ...(text === undefined ? {} : { text: this.#text(tools, draft.at, text) }),
        }
      }
    }
  }

  #text(tools: StepTools, at: Ref, written: string) {
    return tools.maker.text(below(at, 'text'), tools.key('text'), written, tools.here)
  }

  #branch(step: LaidStep, base: Pick<Step, 'id' | 'index' | 'guards'>, tools: StepTools): Step {
    if (!('cases' in step)) return { ...base, type: 'jump', target: base.index + 1 }
    let region: Region | undefined = tools.here.region
    const cases = step.cases.map(({ when, target }) => {
      const here = { ...tools.here, region: region ?? tools.here.region }
      const ast = this.#input.scope.condition(when.source)
      region = region && ast && exclude(region, ast, this.#domainOf)
      return { when: tools.maker.expr(when.at, when.source, 'bool', here), target }
    })
    return { ...base, type: 'branch', cases, otherwise: step.otherwise }
  }

  /** A guard stands once in the file, however many steps are under it: complain once. */
  #guard(
    step: LaidStep,
    guard: Condition,
    position: number,
    index: number,
    arrival: Arrival | undefined,
    maker: Maker,
  ) {
    const place = `${guard.at.file.path}#${guard.at.path.join('/')}`
    const isNew = !this.#seenGuards.has(place)
    this.#seenGuards.add(place)
    const region = arrival?.beforeGuards[position] ?? arrival?.region
    const isAsked = isNew && arrival !== undefined && region !== undefined
    const here = isAsked ? this.#here(step, index, arrival, region) : undefined
    return maker.expr(guard.at, guard.source, 'bool', here)
  }

  #tools(step: LaidStep, index: number, arrival: Arrival | undefined, maker: Maker): StepTools {
    // What nothing leads to has been complained about; its readings would only repeat that.
    const sure = arrival ?? { region: everywhere, known: this.#allKnown(), running: undefined }
    const here = this.#here(step, index, sure, sure.running ?? sure.region)
    const known = new Map(sure.known).set(step.id, [new Map()])
    return {
      maker,
      here,
      answered: { ...here, known },
      complaints: this.#input.complaints,
      input: this.#input,
      key: (part) => `script.${step.id}.${part}`,
    }
  }

  #allKnown(): Here['known'] {
    return new Map([...this.#input.scope.names.slots.keys()].map((name) => [name, [new Map()]]))
  }

  #here(step: LaidStep, index: number, arrival: Pick<Arrival, 'known'>, region: Here['region']): Here {
    const { layout, scope, procedure } = this.#input
    const inScript = step.flow === undefined ? '' : ` in the script of "${procedure}"`
    return {
      region,
      known: arrival.known,
      explain: (name) => {
        const isSet = scope.names.slots.get(name)?.kind === 'set'
        const isLater = (layout.starts.get(name) ?? 0) >= index
        if (isLater) {
          const rule = isSet ? 'set-too-late' : 'asked-too-late'
          const what = isSet ? 'computed' : 'asked'
          return {
            rule,
            message: `"${name}" is ${what} only later${inScript}`,
            mend: `Move the step "${name}" above this one.`,
          }
        }
        const mend = isSet
          ? `Compute "${name}" on every way that leads here.`
          : `Ask it on every way that leads here, or write has(answers.${name}) && before it.`
        return { rule: 'maybe-unanswered', message: `"${name}" may have no value here${inScript}`, mend }
      },
    }
  }
}
