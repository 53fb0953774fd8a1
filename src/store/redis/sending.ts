/** Which replies this process is sending though their shard was lost meanwhile. */
import type { EpochMs } from '../../engine/turn.ts'
import type { ConversationId, Delivery } from '../store.ts'

export interface InHand {
  readonly seq: number
  readonly position: number
  readonly attempts: number
  readonly until: EpochMs
}

type Named = Pick<Delivery, 'conversation' | 'seq'>

export interface Sending {
  begin(of: { readonly conversation: ConversationId }, inHand: InHand): void
  of(delivery: Named): InHand | undefined
  end(delivery: Named): void
}

export function createSending(): Sending {
  /** Of each conversation only the first reply is ever under way. */
  const all = new Map<ConversationId, InHand>()
  const of = ({ conversation, seq }: Named) => {
    if (all.size === 0) return undefined
    const inHand = all.get(conversation)
    return inHand?.seq === seq ? inHand : undefined
  }
  return {
    begin: ({ conversation }, inHand) => void all.set(conversation, inHand),
    of,
    end: (delivery) => {
      if (of(delivery)) all.delete(delivery.conversation)
    },
  }
}
