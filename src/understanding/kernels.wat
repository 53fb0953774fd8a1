;; What learning spends its time in: two sums over rows of 32-bit floats, eight labels at a time, how often features
;; occur, and weights in steps.
;; Addresses and widths are bytes. A row of weights is as wide as a list of scores; widths are multiples of 32.
(module
  ;; At most 1 GB, as shared-memory.ts has it.
  (import "motcua" "memory" (memory 0 16384 shared))

  ;; Adds to each score the sum of values times weights, over the features of an utterance.
  (func (export "addScores")
    (param $indices i32) (param $values i32) (param $count i32) (param $scale f32) (param $weights i32) (param $scores i32) (param $width i32)
    (local $last i32) (local $at i32)
    (local $row1 i32) (local $row2 i32) (local $row3 i32) (local $row4 i32)
    (local $value1 v128) (local $value2 v128) (local $value3 v128) (local $value4 v128) (local $by v128)
    (local.set $by (f32x4.splat (local.get $scale)))
    (local.set $last (i32.add (local.get $indices) (i32.shl (local.get $count) (i32.const 2))))
    ;; Four features at a time: the scores are read and written a quarter as often.
    (block $fewer
      (loop $features
        (br_if $fewer
          (i32.gt_u (i32.add (local.get $indices) (i32.const 16)) (local.get $last)))
        (local.set $row1 (i32.add (local.get $weights) (i32.mul (i32.load (local.get $indices)) (local.get $width))))
        (local.set $row2 (i32.add (local.get $weights) (i32.mul (i32.load offset=4 (local.get $indices)) (local.get $width))))
        (local.set $row3 (i32.add (local.get $weights) (i32.mul (i32.load offset=8 (local.get $indices)) (local.get $width))))
        (local.set $row4 (i32.add (local.get $weights) (i32.mul (i32.load offset=12 (local.get $indices)) (local.get $width))))
        (local.set $value1 (f32x4.mul (local.get $by) (v128.load32_splat (local.get $values))))
        (local.set $value2 (f32x4.mul (local.get $by) (v128.load32_splat offset=4 (local.get $values))))
        (local.set $value3 (f32x4.mul (local.get $by) (v128.load32_splat offset=8 (local.get $values))))
        (local.set $value4 (f32x4.mul (local.get $by) (v128.load32_splat offset=12 (local.get $values))))
        (local.set $at (i32.const 0))
        (loop $labels
          (v128.store (i32.add (local.get $scores) (local.get $at))
            (f32x4.add (v128.load (i32.add (local.get $scores) (local.get $at)))
              (f32x4.add
                (f32x4.add
                  (f32x4.mul (local.get $value1) (v128.load (i32.add (local.get $row1) (local.get $at))))
                  (f32x4.mul (local.get $value2) (v128.load (i32.add (local.get $row2) (local.get $at)))))
                (f32x4.add
                  (f32x4.mul (local.get $value3) (v128.load (i32.add (local.get $row3) (local.get $at))))
                  (f32x4.mul (local.get $value4) (v128.load (i32.add (local.get $row4) (local.get $at))))))))
          (v128.store offset=16 (i32.add (local.get $scores) (local.get $at))
            (f32x4.add (v128.load offset=16 (i32.add (local.get $scores) (local.get $at)))
              (f32x4.add
                (f32x4.add
                  (f32x4.mul (local.get $value1) (v128.load offset=16 (i32.add (local.get $row1) (local.get $at))))
                  (f32x4.mul (local.get $value2) (v128.load offset=16 (i32.add (local.get $row2) (local.get $at)))))
                (f32x4.add
                  (f32x4.mul (local.get $value3) (v128.load offset=16 (i32.add (local.get $row3) (local.get $at))))
                  (f32x4.mul (local.get $value4) (v128.load offset=16 (i32.add (local.get $row4) (local.get $at))))))))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $labels (i32.lt_u (local.get $at) (local.get $width))))
        (local.set $indices (i32.add (local.get $indices) (i32.const 16)))
        (local.set $values (i32.add (local.get $values) (i32.const 16)))
        (br $features)))
    (block $none
      (loop $features
        (br_if $none (i32.ge_u (local.get $indices) (local.get $last)))
        (local.set $row1 (i32.add (local.get $weights) (i32.mul (i32.load (local.get $indices)) (local.get $width))))
        (local.set $value1 (f32x4.mul (local.get $by) (v128.load32_splat (local.get $values))))
        (local.set $at (i32.const 0))
        (loop $labels
          (v128.store (i32.add (local.get $scores) (local.get $at))
            (f32x4.add (v128.load (i32.add (local.get $scores) (local.get $at)))
              (f32x4.mul (local.get $value1) (v128.load (i32.add (local.get $row1) (local.get $at))))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $labels (i32.lt_u (local.get $at) (local.get $width))))
        (local.set $indices (i32.add (local.get $indices) (i32.const 4)))
        (local.set $values (i32.add (local.get $values) (i32.const 4)))
        (br $features))))

  ;; Takes value times change off the weights of every feature of an utterance. Only in the blocks of four labels that
  ;; the list names, by how many bytes behind the beginning of a row they stand.
  (func (export "takeOff")
    (param $indices i32) (param $values i32) (param $count i32) (param $scale f32) (param $weights i32) (param $changes i32) (param $width i32)
    (param $blocks i32) (param $blockCount i32)
    (local $last i32) (local $lastBlock i32) (local $row i32) (local $value v128) (local $at i32) (local $block i32) (local $by v128)
    (local.set $by (f32x4.splat (local.get $scale)))
    (local.set $last (i32.add (local.get $indices) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $lastBlock (i32.add (local.get $blocks) (i32.shl (local.get $blockCount) (i32.const 2))))
    (block $none
      (loop $features
        (br_if $none (i32.ge_u (local.get $indices) (local.get $last)))
        (local.set $row (i32.add (local.get $weights) (i32.mul (i32.load (local.get $indices)) (local.get $width))))
        (local.set $value (f32x4.mul (local.get $by) (v128.load32_splat (local.get $values))))
        (local.set $block (local.get $blocks))
        (block $done
          (loop $each
            (br_if $done (i32.ge_u (local.get $block) (local.get $lastBlock)))
            (local.set $at (i32.load (local.get $block)))
            (v128.store (i32.add (local.get $row) (local.get $at))
              (f32x4.sub (v128.load (i32.add (local.get $row) (local.get $at)))
                (f32x4.mul (local.get $value) (v128.load (i32.add (local.get $changes) (local.get $at))))))
            (local.set $block (i32.add (local.get $block) (i32.const 4)))
            (br $each)))
        (local.set $indices (i32.add (local.get $indices) (i32.const 4)))
        (local.set $values (i32.add (local.get $values) (i32.const 4)))
        (br $features))))

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
        (br $each))))

  ;; The largest size, whatever the sign, of so many numbers, a multiple of four.
  (func (export "largest") (param $numbers i32) (param $count i32) (result f32)
    (local $last i32) (local $most v128)
    (local.set $last (i32.add (local.get $numbers) (i32.shl (local.get $count) (i32.const 2))))
    (block $none
      (loop $each
        (br_if $none (i32.ge_u (local.get $numbers) (local.get $last)))
        (local.set $most (f32x4.max (local.get $most) (f32x4.abs (v128.load (local.get $numbers)))))
        (local.set $numbers (i32.add (local.get $numbers) (i32.const 16)))
        (br $each)))
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most)))))

  ;; Writes rows of numbers as whole steps of a byte each, without what stands behind the labels in a row.
  (func (export "toSteps")
    (param $numbers i32) (param $rows i32) (param $labels i32) (param $width i32) (param $perStep f64) (param $steps i32)
    (local $number i32) (local $last i32)
    (block $none
      (loop $each
        (br_if $none (i32.eqz (local.get $rows)))
        (local.set $number (local.get $numbers))
        (local.set $last (i32.add (local.get $numbers) (i32.shl (local.get $labels) (i32.const 2))))
        (loop $next
          (i32.store8 (local.get $steps)
            (i32.trunc_sat_f64_s
              (f64.floor
                (f64.add (f64.const 0.5)
                  (f64.mul (local.get $perStep) (f64.promote_f32 (f32.load (local.get $number))))))))
          (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
          (local.set $number (i32.add (local.get $number) (i32.const 4)))
          (br_if $next (i32.lt_u (local.get $number) (local.get $last))))
        (local.set $numbers (i32.add (local.get $numbers) (local.get $width)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br $each)))))
