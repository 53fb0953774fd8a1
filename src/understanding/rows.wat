;; What is done with every feature of every utterance while learning. Addresses are bytes.
(module
  ;; At most 1 GB, as shared-memory.ts has it.
  (import "motcua" "memory" (memory 0 16384 shared))

  ;; Adds a number to the counter of each feature, found by those bits of it that the mask keeps.
  (func (export "count")
    (param $features i32) (param $count i32) (param $mask i32) (param $by i32) (param $counters i32)
    (local $last i32) (local $counter i32)
    (local.set $last (i32.add (local.get $features) (i32.shl (local.get $count) (i32.const 2))))
    (block $none
      (loop $each
        (br_if $none (i32.ge_u (local.get $features) (local.get $last)))
        (local.set $counter
          (i32.add (local.get $counters)
            (i32.shl (i32.and (i32.load (local.get $features)) (local.get $mask)) (i32.const 2))))
        (i32.store (local.get $counter) (i32.add (i32.load (local.get $counter)) (local.get $by)))
        (local.set $features (i32.add (local.get $features) (i32.const 4)))
        (br $each)))))
