/** Whether what has a source was looked at in time. */
import { Day } from '../../calendar/day.ts'
import type { Complaints } from '../complaints.ts'
import { below, type Ref, spotOf } from '../yaml.ts'

/** What has a source is looked at again this many days after it was reviewed, unless it says when. */
export const reviewAfterDays = 180

/** ISO days. */
interface Reviewed {
  readonly reviewed: string
  readonly review_by?: string | undefined
}

/** `isOver`: it holds no longer, so nobody has to look at it. */
export function checkReview(
  { reviewed, review_by }: Reviewed,
  at: Ref,
  isOver: boolean,
  today: Day | undefined,
  complaints: Complaints,
): void {
  if (review_by !== undefined && review_by < reviewed) {
    const message = 'the next review is before the last'
    complaints.error(
      'review-before-reviewed',
      spotOf(below(at, 'review_by')),
      message,
      `Write a day after ${reviewed}.`,
    )
  }
  if (today === undefined) return
  if (reviewed > today.iso) {
    const message = 'this day has not come yet'
    complaints.warn(
      'reviewed-in-future',
      spotOf(below(at, 'reviewed')),
      message,
      'Write the day you compared it.',
    )
  }
  const due = review_by ?? Day.parse(reviewed)?.plusDays(reviewAfterDays).iso ?? reviewed
  if (due >= today.iso || isOver) return
  const place = review_by === undefined ? 'reviewed' : 'review_by'
  const mend = 'Compare it with its source, and write the day as `reviewed`.'
  complaints.warn('review-due', spotOf(below(at, place)), `was to be looked at again by ${due}`, mend)
}
