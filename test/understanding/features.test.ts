import { describe, expect, it } from 'vitest'
import { createFeatureLearner, vectoriserOf } from '../../src/understanding/features.ts'
import { createNormaliser, type Words } from '../../src/understanding/normalise.ts'
import { pack } from '../../src/understanding/packed.ts'
import type { Vectors } from '../../src/understanding/rows.ts'
import { learnTopicFeatures, topicVectoriserOf, wordsKept } from '../../src/understanding/topic-features.ts'
import { spelling } from './examples.ts'

const { normalise } = createNormaliser(spelling)
/** Always the same, and few: two features of the shipped examples share a number now and then, and would be told apart here. */
const examples = [
  'Làm giấy khai sinh cho cháu nội cần những giấy tờ gì ạ?',
  'lam giay khai sinh chau noi can gi',
  'bé nhà e dc 2 thág r mà chưa lm giấy ks thì có bị phạt ko ạ',
  'lệ phí đăng ký kết hôn bao nhiêu',
  'le phi dang ky ket hon bao nhieu',
  'Ông cụ nhà tôi mới mất hôm qua, phải ra đâu khai tử?',
  'mần giấy tạm trú mất mấy bữa rứa o',
  'e ở trọ q12 muốn đki tạm trú cho 3 ng thì nộp ở đâu vậy ad',
  'chứng thực bản sao bằng đại học',
  'sao y 5 bản giấy ra trường hết mấy chục',
  'thẻ căn cước hết hạn 12/2026 làm lại có cần sổ hộ khẩu không',
  'cccd mất thì làm lại ở đâu',
  'quên mật khẩu VNeID, đổi số điện thoại rồi',
  'con 5 tuổi đi khám bệnh chưa có thẻ bảo hiểm y tế thì sao',
  'bà 80 tuổi không lương hưu được trợ cấp bao nhiêu một tháng',
  'xin giấy xác nhận độc thân để mua nhà',
  'mở quán cà phê nhỏ có phải đăng ký kinh doanh không',
  'sang tên sổ đỏ cho con gái mất bao lâu',
  'nộp hồ sơ trên mạng rồi giờ xem ở đâu',
  'khiếu nại quyết định của ủy ban xã',
  'how much is a birth certificate',
  'ddang ky khai tu cho me 😢',
].map((text) => normalise(text))
const withoutMarks = ({ folded }: Words): Words => ({ marked: folded, folded })

/** What a row of learned vectors is worth, by feature. */
function worthsOf({ starts, ends, scales, indices, values }: Vectors, row: number): [number, number][] {
  const worths: [number, number][] = []
  for (let at = starts[row] as number; at < (ends[row] as number); at++)
    worths.push([indices[at] as number, (values[at] as number) * (scales[row] as number)])
  return worths
}

interface Read {
  readonly indices: Int32Array
  readonly values: Float32Array
}

/** How far a row that was learned is from the same when it is read; of the same features. */
function apart(learned: [number, number][], { indices, values }: Read): number {
  expect(learned.map(([feature]) => feature)).toEqual([...indices])
  return Math.hypot(...learned.map(([, worth], i) => worth - (values[i] as number)))
}

function expectSame(all: readonly number[]): void {
  expect(Math.max(...all)).toBeLessThan(0.02)
}

describe('what is learned from, as written and the same without marks', () => {
  it('has the features that it has when it is read', () => {
    const learner = createFeatureLearner(spelling.cues)
    for (const words of examples) learner.showTwice(words)
    const { vocabulary, vectors } = learner.learned()
    const { vector } = vectoriserOf(vocabulary, spelling.cues)
    expectSame(
      examples.flatMap((words, i) => [
        apart(worthsOf(vectors, 2 * i), vector(words)),
        apart(worthsOf(vectors, 2 * i + 1), vector(withoutMarks(words))),
      ]),
    )
  })

  it('has the topic features that it has when it is read', () => {
    const written = pack(examples)
    const numbers = examples.map((_, i) => i)
    const kept = wordsKept(
      written,
      numbers.map((number) => ({ label: undefined, number })),
    )
    const spoken = { written, slipped: pack(examples.map(withoutMarks)) }
    const { vocabulary, vectors } = learnTopicFeatures(kept, spoken, numbers, numbers)
    const { vector } = topicVectoriserOf(vocabulary)
    expectSame(
      examples.flatMap((words, i) => [
        apart(worthsOf(vectors, 2 * i), vector(words)),
        apart(worthsOf(vectors, 2 * i + 1), vector(withoutMarks(words))),
        apart(worthsOf(vectors, 2 * examples.length + i), vector(withoutMarks(words))),
      ]),
    )
  })
})
