;; What learning a classifier spends its time in, over rows of 32-bit floats, eight labels at a time.
;; Addresses and widths are bytes. A row of weights is as wide as a list of scores; widths are multiples of 32.
(module
  ;; At most 1 GB, as shared-memory.ts has it.
  (import "motcua" "memory" (memory 0 16384 shared))
  ;; What learning.ts says of them.
  (import "motcua" "smallestError" (global $smallestError f32))
  (import "motcua" "smallestBlame" (global $smallestBlame f32))
  (import "motcua" "hopeless" (global $hopeless f32))
  (import "motcua" "biasShare" (global $biasShare f32))

  ;; Adds to each score the sum of values times weights, over the features of an utterance.
  (func $addScores
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
  (func $takeOff
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

  ;; e to the power of four numbers. Right to the last digit or two of a 32-bit float from -87 to 87; beyond, as there.
  (func $exp (param $x v128) (result v128)
    (local $whole v128) (local $rest v128)
    (local.set $x
      (f32x4.min (f32x4.max (local.get $x) (f32x4.splat (f32.const -87))) (f32x4.splat (f32.const 87))))
    ;; As a power of 2: the whole part goes into the exponent, the rest into a polynomial.
    (local.set $x (f32x4.mul (local.get $x) (f32x4.splat (f32.const 1.44269504))))
    (local.set $whole (f32x4.nearest (local.get $x)))
    (local.set $rest (f32x4.sub (local.get $x) (local.get $whole)))
    (f32x4.mul
      (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $whole)) (i32x4.splat (i32.const 127))) (i32.const 23))
      (f32x4.add (f32x4.splat (f32.const 1)) (f32x4.mul (local.get $rest)
        (f32x4.add (f32x4.splat (f32.const 0.693147181)) (f32x4.mul (local.get $rest)
          (f32x4.add (f32x4.splat (f32.const 0.240226507)) (f32x4.mul (local.get $rest)
            (f32x4.add (f32x4.splat (f32.const 0.0555041087)) (f32x4.mul (local.get $rest)
              (f32x4.add (f32x4.splat (f32.const 0.00961812911)) (f32x4.mul (local.get $rest)
                (f32x4.add (f32x4.splat (f32.const 0.00133335581)) (f32x4.mul (local.get $rest)
                  (f32x4.splat (f32.const 0.000154035304))))))))))))))))

  (func $sumOf (param $four v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $four)) (f32x4.extract_lane 1 (local.get $four)))
      (f32.add (f32x4.extract_lane 2 (local.get $four)) (f32x4.extract_lane 3 (local.get $four)))))

  (func $mostOf (param $four v128) (result f32)
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $four)) (f32x4.extract_lane 1 (local.get $four)))
      (f32.max (f32x4.extract_lane 2 (local.get $four)) (f32x4.extract_lane 3 (local.get $four)))))

  ;; The scores of an utterance: the bias, and the sum over its features.
  (func $score (export "score")
    (param $indices i32) (param $values i32) (param $count i32) (param $scale f32)
    (param $weights i32) (param $bias i32) (param $scores i32) (param $width i32)
    (memory.copy (local.get $scores) (local.get $bias) (local.get $width))
    (call $addScores
      (local.get $indices) (local.get $values) (local.get $count) (local.get $scale)
      (local.get $weights) (local.get $scores) (local.get $width)))

  ;; Shows an utterance and what it is, the address of the target's score: answers by how much the chance given to that fell
  ;; short of 1, and takes what is to blame off the weights and the bias.
  (func (export "learn")
    (param $indices i32) (param $values i32) (param $count i32) (param $scale f32)
    (param $weights i32) (param $bias i32) (param $scores i32) (param $width i32)
    (param $blocks i32) (param $target i32) (param $step f32) (result f32)
    (local $at i32) (local $blockCount i32) (local $error f32) (local $four v128) (local $highest v128) (local $sum v128) (local $toBlame v128)
    (call $score
      (local.get $indices) (local.get $values) (local.get $count) (local.get $scale)
      (local.get $weights) (local.get $bias) (local.get $scores) (local.get $width))
    (local.set $highest (v128.load (local.get $scores)))
    (local.set $at (i32.const 16))
    (loop $each
      (local.set $highest (f32x4.max (local.get $highest) (v128.load (i32.add (local.get $scores) (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $width))))
    (local.set $highest (f32x4.splat (call $mostOf (local.get $highest))))
    ;; Chances, but for what they are to be divided by. What is hopeless gets none.
    (local.set $at (i32.const 0))
    (loop $each
      (local.set $four (f32x4.sub (v128.load (i32.add (local.get $scores) (local.get $at))) (local.get $highest)))
      (local.set $four
        (v128.and (call $exp (local.get $four)) (f32x4.ge (local.get $four) (f32x4.splat (global.get $hopeless)))))
      (v128.store (i32.add (local.get $scores) (local.get $at)) (local.get $four))
      (local.set $sum (f32x4.add (local.get $sum) (local.get $four)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $width))))
    (local.set $sum (f32x4.splat (call $sumOf (local.get $sum))))
    (local.set $error
      (f32.sub (f32.const 1)
        (f32.div (f32.load (local.get $target)) (f32x4.extract_lane 0 (local.get $sum)))))
    (if (f32.lt (local.get $error) (global.get $smallestError)) (then (return (local.get $error))))
    (f32.store (local.get $target)
      (f32.neg (f32.mul (local.get $error) (f32x4.extract_lane 0 (local.get $sum)))))
    ;; What is to be changed of each label, in the blocks of four where there is anything.
    (local.set $at (i32.const 0))
    (loop $each
      (local.set $four (f32x4.div (v128.load (i32.add (local.get $scores) (local.get $at))) (local.get $sum)))
      (local.set $toBlame (f32x4.gt (f32x4.abs (local.get $four)) (f32x4.splat (global.get $smallestBlame))))
      (if (v128.any_true (local.get $toBlame))
        (then
          (local.set $four (f32x4.mul (f32x4.splat (local.get $step)) (v128.and (local.get $four) (local.get $toBlame))))
          (v128.store (i32.add (local.get $scores) (local.get $at)) (local.get $four))
          (v128.store (i32.add (local.get $bias) (local.get $at))
            (f32x4.sub (v128.load (i32.add (local.get $bias) (local.get $at)))
              (f32x4.mul (f32x4.splat (global.get $biasShare)) (local.get $four))))
          (i32.store (i32.add (local.get $blocks) (i32.shl (local.get $blockCount) (i32.const 2))) (local.get $at))
          (local.set $blockCount (i32.add (local.get $blockCount) (i32.const 1)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $width))))
    (call $takeOff
      (local.get $indices) (local.get $values) (local.get $count) (local.get $scale)
      (local.get $weights) (local.get $scores) (local.get $width)
      (local.get $blocks) (local.get $blockCount))
    (local.get $error))

  ;; Of one list of scores: the sum of e to the power of what each is above one of them, times a number.
  (func (export "surprise") (param $scores i32) (param $width i32) (param $right i32) (param $by f32) (result f32)
    (local $last i32) (local $sum v128) (local $one v128) (local $four v128)
    (local.set $one (f32x4.splat (f32.load (local.get $right))))
    (local.set $last (i32.add (local.get $scores) (local.get $width)))
    (loop $each
      (local.set $four
        (f32x4.mul (f32x4.splat (local.get $by)) (f32x4.sub (v128.load (local.get $scores)) (local.get $one))))
      (local.set $sum (f32x4.add (local.get $sum) (call $exp (local.get $four))))
      (local.set $scores (i32.add (local.get $scores) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $scores) (local.get $last))))
    (call $sumOf (local.get $sum)))

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
    (call $mostOf (local.get $most)))

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
