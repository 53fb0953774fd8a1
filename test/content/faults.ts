/** Seeded faults: what an author may get wrong, and what the loader must say about it. */

export interface Fault {
  readonly rule: string
  readonly name: string
  /** By file: a text that occurs once, and what it becomes. In the last file ⟦ ⟧ mark the words at fault. */
  readonly patch: Readonly<Record<string, readonly [before: string, after: string]>>
  readonly mend: RegExp
  /** What the message says, where that matters. */
  readonly says?: RegExp
  readonly severity?: 'warning'
  readonly today?: string
  /** Complaints of this rule and others that are not in `also` (default 1). */
  readonly times?: number
  /** Rules that follow from the same mistake. */
  readonly also?: readonly string[]
}

const script = 'flows/kite/script.yaml'
const facts = 'flows/kite/facts.yaml'
const lantern = 'flows/lantern/facts.yaml'
const examples = 'flows/kite/examples.yaml'
const overlay = 'flows/places/hai-phong/kite.yaml'
const shared = 'flows/shared/weather.yaml'
const provinces = 'flows/places/provinces.yaml'
const vi = 'locales/vi/interface.yaml'
const en = 'locales/en/interface.yaml'
const enKite = 'locales/en/kite.yaml'

/** The menu's last line, and behind it a question back with one choice. */
const askedBack = (choice: string) =>
  `  - lantern\nasked_back:\n  - id: light\n    said: [đèn hỏng]\n    choices:\n      lamp: ${choice}\n`
const askedBackTexts: Fault['patch'] = {
  [vi]: ['phrases:\n', 'phrases:\n  ask_back:\n    light: Đèn nào?\n    light_lamp: Đèn lồng\n'],
  [en]: ['phrases:\n', 'phrases:\n  ask_back:\n    light: Which lamp?\n    light_lamp: A lantern\n'],
}

const inYaml: readonly Fault[] = [
  {
    rule: 'duplicate-key',
    name: 'the same key twice',
    patch: { [script]: ['    label: Loại diều', '    label: Loại diều\n    ⟦label⟧: Diều'] },
    mend: /Keep one/,
  },
  {
    rule: 'yaml-syntax',
    name: 'quotes that are not closed',
    patch: { [lantern]: ['    label: Lệ phí', '    label: ⟦"Lệ phí⟧'] },
    mend: /quotes/,
    also: ['unknown-procedure'],
  },
  {
    rule: 'yaml-alias',
    name: 'an alias',
    patch: { [examples]: ['    - thả diều mất bao nhiêu tiền', '    - &tien ⟦thả diều⟧\n    - *tien'] },
    mend: /Write the text out/,
    times: 2,
  },
  {
    rule: 'empty-file',
    name: 'nothing but a comment',
    patch: { 'flows/menu.yaml': ['menu:\n  - kite\n  - lantern\n', '⟦⟧# later\n'] },
    mend: /Write its content/,
  },
  {
    rule: 'tab',
    name: 'a tab in a text',
    patch: { [examples]: ['xin phép thả diều', 'xin phép⟦\t⟧thả diều'] },
    mend: /spaces/,
  },
  {
    rule: 'not-nfc',
    name: 'loose accents',
    patch: { [examples]: ['xin phép thả diều', 'xin ⟦phe\u0301p⟧ thả diều'] },
    mend: /Unicode/,
  },
]

const inShape: readonly Fault[] = [
  {
    rule: 'unknown-key',
    name: 'a mistyped key of a question',
    patch: { [script]: ['    hint: Bác', '    ⟦hnt⟧: Bác'] },
    mend: /Did you mean "hint"\?/,
  },
  {
    rule: 'unknown-key',
    name: 'a mistyped key that must be there is one mistake',
    patch: {
      [facts]: ['      - value: 8000\n        confidence', '      - value: 8000\n        ⟦confidense⟧'],
    },
    mend: /Did you mean "confidence"\?/,
  },
  {
    rule: 'unknown-key',
    name: 'a mistyped key of an option',
    patch: { [script]: ['        words: [bằng', '        ⟦word⟧: [bằng'] },
    mend: /Did you mean "words"\?/,
  },
  {
    rule: 'missing-key',
    name: 'a question without a label',
    patch: {
      [script]: [
        '  - ask: count\n    type: number\n    min: 1\n    max: 9\n    text: Bác có mấy con diều ạ?\n    label: Số diều',
        '  - ⟦ask⟧: count\n    type: number\n    min: 1\n    max: 9\n    text: Bác có mấy con diều ạ?',
      ],
    },
    mend: /label/,
  },
  {
    rule: 'wrong-value',
    name: 'a type of question there is not',
    patch: { [script]: ['    type: number', '    type: ⟦numer⟧'] },
    mend: /Did you mean "number"\?/,
  },
  {
    rule: 'wrong-value',
    name: 'a topic there is not',
    patch: { [facts]: ['    topic: deadline', '    topic: ⟦dedline⟧'] },
    mend: /Did you mean "deadline"\?/,
  },
  {
    rule: 'wrong-value',
    name: 'a day that is written the Vietnamese way',
    patch: { [facts]: ['        until: 2027-02-28', '        until: ⟦28/02/2027⟧'] },
    mend: /2026-11-22/,
  },
  {
    rule: 'wrong-shape',
    name: 'a number where a text belongs',
    patch: { [facts]: ['code: "9.000001"', 'code: ⟦9.000001⟧'] },
    mend: /quotes/,
  },
  {
    rule: 'empty-value',
    name: 'a key without a value',
    patch: { [script]: ['    hint: Bác chọn một dòng.', '    ⟦hint⟧:'] },
    mend: /Fill it in/,
  },
  {
    rule: 'bad-name',
    name: 'a name with a hyphen',
    patch: { [lantern]: ['  fee:', '  ⟦fee-one⟧:'] },
    mend: /birth_date/,
  },
  {
    rule: 'not-whole',
    name: 'a fraction of a đồng',
    patch: { [facts]: ['      - value: 8000', '      - value: ⟦8.5⟧'] },
    mend: /8000/,
  },
  {
    rule: 'too-long',
    name: 'a label no button can carry',
    patch: { [script]: ['        label: Diều vải', `        label: ⟦${'Diều '.repeat(20)}dài⟧`] },
    mend: /within 80/,
  },
  {
    rule: 'no-step-kind',
    name: 'a mistyped kind of step',
    patch: { [script]: ['  - say: welcome', '  - ⟦sya⟧: welcome'] },
    mend: /Did you mean "say"\?/,
  },
  {
    rule: 'two-step-kinds',
    name: 'a forgotten dash',
    patch: { [script]: ['  - say: welcome', '  - set: kites\n    ⟦say⟧: welcome'] },
    mend: /two steps/,
  },
  {
    rule: 'wrong-folder',
    name: 'a copied file',
    patch: { [lantern]: ['procedure: lantern', 'procedure: ⟦kite⟧'] },
    mend: /procedure: lantern/,
  },
]

const inExpressions: readonly Fault[] = [
  {
    rule: 'unknown-name',
    name: 'a mistyped name in a condition',
    patch: { [script]: ['      - when: kind == "paper"', '      - when: ⟦kin⟧ == "paper"'] },
    mend: /Did you mean "kind"\?/,
    also: ['maybe-unanswered'],
  },
  {
    rule: 'unknown-name',
    name: 'a mistyped name in a text over several lines',
    patch: { [script]: ['      phí là {{ total | money }}.', '      phí là {{ ⟦totl⟧ | money }}.'] },
    mend: /Did you mean "total"\?/,
    also: ['placeholder-mismatch'],
  },
  {
    rule: 'unknown-name',
    name: 'has() of what is not asked',
    patch: { [script]: ['has(answers.made) && ', '⟦has(answers.mad)⟧ && '] },
    mend: /Did you mean "made"\?/,
  },
  {
    rule: 'unknown-name',
    name: 'a fact read as if it were an answer',
    patch: { [script]: ['    value: count * facts.fee', '    value: count * ⟦fee⟧'] },
    mend: /facts\.fee/,
    also: ['wrong-format'],
  },
  {
    rule: 'unknown-fact',
    name: 'a mistyped fact in an expression',
    patch: { [script]: ['    value: count * facts.fee', '    value: count * ⟦facts.fees⟧'] },
    mend: /Did you mean "fee"\?/,
  },
  {
    rule: 'fact-not-a-number',
    name: 'computing with papers',
    patch: { [script]: ['    value: count * facts.fee', '    value: count * ⟦facts.papers⟧'] },
    mend: /Only money/,
  },
  {
    rule: 'unknown-function',
    name: 'a mistyped function',
    patch: { [script]: ['    when: size(papers_ready) > 0', '    when: ⟦sise(papers_ready)⟧ > 0'] },
    mend: /Did you mean "size"\?/,
  },
  {
    rule: 'wrong-arguments',
    name: 'a function of something else',
    patch: { [script]: ['    when: size(papers_ready) > 0', '    when: ⟦is_working_day(count)⟧'] },
    mend: /manual/,
  },
  {
    rule: 'wrong-type',
    name: 'a day compared with a number',
    patch: { [script]: ['              - check: made <= today', '              - check: ⟦made <= 2026⟧'] },
    mend: /Compare a day with a day/,
  },
  {
    rule: 'wrong-type',
    name: 'a reminder on a number',
    patch: { [script]: ['    on: apply_by - 7', '    on: ⟦count + 7⟧'] },
    mend: /Give a day/,
  },
  {
    rule: 'not-a-condition',
    name: 'a condition that is a text',
    patch: { [script]: ['    when: kind == "paper"\n    on', '    when: ⟦kind⟧\n    on'] },
    mend: /Compare it/,
    also: ['maybe-unanswered'],
  },
  {
    rule: 'expression-syntax',
    name: 'one equals sign',
    patch: { [script]: ['      - when: kind == "other"', '      - when: kind ⟦=⟧ "other"'] },
    mend: /==/,
  },
  {
    rule: 'expression-syntax',
    name: 'an unfinished condition',
    patch: { [script]: ['    when: size(papers_ready) > 0', '    when: size(papers_ready) ⟦>⟧'] },
    mend: /missing/,
  },
  {
    rule: 'unknown-option',
    name: 'a mistyped option in a condition',
    patch: { [script]: ['      - when: kind == "other"', '      - when: kind == ⟦"othr"⟧'] },
    mend: /Did you mean "other"\?/,
    also: ['never-true'],
  },
  {
    rule: 'unknown-option',
    name: 'a province there is not',
    patch: { [script]: ['    when: size(papers_ready) > 0', '    when: area == ⟦"hai-fong"⟧'] },
    mend: /Did you mean "hai-phong"\?/,
  },
  {
    rule: 'no-such-day',
    name: 'the 31st of April',
    patch: { [script]: ['today >= date("2026-01-01")', 'today >= date(⟦"2026-04-31"⟧)'] },
    mend: /year-month-day/,
  },
  {
    rule: 'fact-reads-fact',
    name: 'a fact that depends on another',
    patch: { [facts]: ['        when: kind == "paper"', '        when: ⟦facts.deadline⟧ > 60'] },
    mend: /set/,
  },
  {
    rule: 'reserved-name',
    name: 'a question called today',
    patch: { [script]: ['  - say: welcome\n', '  - ask: ⟦today⟧\n    type: yes_no\n    label: Hôm nay\n'] },
    mend: /another name/,
    also: ['missing-translation', 'stale-translation'],
  },
]

const inTexts: readonly Fault[] = [
  {
    rule: 'stray-braces',
    name: 'a placeholder that is not closed',
    patch: { [script]: ['Ngày {{ made | date }} chưa', 'Ngày ⟦{{⟧ made | date chưa'] },
    mend: /\{\{ birth_date \| date \}\}/,
  },
  {
    rule: 'empty-placeholder',
    name: 'a placeholder without a name',
    patch: { [script]: ['Ngày {{ made | date }} chưa', 'Ngày {{⟦ ⟧}} chưa'] },
    mend: /Name what it shows/,
  },
  {
    rule: 'placeholder-not-allowed',
    name: 'a placeholder on a button',
    patch: { [script]: ['      paper: Diều giấy', '      paper: Diều {{ ⟦today⟧ }}'] },
    mend: /Write it out/,
  },
  {
    rule: 'unknown-format',
    name: 'a mistyped format',
    patch: { [script]: ['{{ total | money }}', '{{ total | ⟦mony⟧ }}'] },
    mend: /Did you mean "money"\?/,
  },
  {
    rule: 'wrong-format',
    name: 'a number shown as a day',
    patch: { [script]: ['{{ total | money }}', '{{ total | ⟦date⟧ }}'] },
    mend: /money or number or days/,
  },
  {
    rule: 'too-long',
    name: 'a text no channel can carry',
    patch: { [script]: ['    text: Đã quá hạn ạ.', `    text: ⟦${'Đã quá hạn ạ. '.repeat(150).trim()}⟧`] },
    mend: /Shorten it/,
  },
  {
    rule: 'two-questions',
    name: 'two questions in one message',
    patch: { [script]: ['Diều có to không ạ?', 'Diều có to không ạ? Có đuôi không⟦?⟧'] },
    mend: /Ask one thing/,
    severity: 'warning',
  },
]

const inWays: readonly Fault[] = [
  {
    rule: 'maybe-unanswered',
    name: 'an answer that not everybody was asked for',
    patch: { [script]: ['has(answers.made) && apply_by', '⟦made⟧ < today && apply_by'] },
    mend: /has\(answers\.made\) &&/,
    also: ['missing-translation'],
    times: 2,
  },
  {
    rule: 'maybe-unanswered',
    name: 'an answer in a text on a way round its question',
    patch: {
      [script]: ['text: Bác hỏi cán bộ ạ.', 'text: Bác thả {{ ⟦count⟧ | number }} con, hỏi cán bộ ạ.'],
    },
    mend: /Ask it on every way/,
    also: ['placeholder-mismatch'],
  },
  {
    rule: 'asked-too-late',
    name: 'an answer that is asked below',
    patch: { [script]: ['Chào bác, mình', 'Chào {{ ⟦count⟧ | number }} bác, mình'] },
    mend: /Move the step "count" above/,
    also: ['placeholder-mismatch'],
  },
  {
    rule: 'set-too-late',
    name: 'a value that is computed below',
    patch: {
      [script]: ['    text: Bác thả ở tỉnh nào ạ?', '    text: "{{ ⟦total⟧ | money }}, ở tỉnh nào ạ?"'],
    },
    mend: /Move the step "total" above/,
    also: ['placeholder-mismatch'],
  },
  {
    rule: 'unreachable-step',
    name: 'a step below the end',
    patch: {
      [script]: [
        '  - end: finished\n    when: kind != "other"\n    text: Xong rồi ạ.\n',
        '  - end: finished\n    text: Xong rồi ạ.\n  - say: ⟦bye⟧\n    text: Chào bác.\n',
      ],
    },
    mend: /Lead a way to it/,
    also: ['missing-translation'],
  },
  {
    rule: 'never-true',
    name: 'a case that an earlier one takes',
    patch: { [script]: ['      - when: kind == "other"', '      - when: ⟦kind == "paper"⟧'] },
    mend: /Remove the case/,
    also: ['maybe-unanswered'],
  },
  {
    rule: 'never-true',
    name: 'a step whose condition contradicts its block',
    patch: {
      [script]: [
        '          - say: deadline_told\n',
        '          - say: deadline_told\n            when: ⟦kind == "cloth"⟧\n',
      ],
    },
    mend: /correct the condition/,
  },
  {
    rule: 'unknown-step',
    name: 'a goto to nowhere',
    patch: { [script]: ['        goto: ask_officer', '        goto: ⟦ask_oficer⟧'] },
    mend: /Did you mean "ask_officer"\?/,
    times: 1,
  },
  {
    rule: 'goto-backward',
    name: 'a goto up the script',
    patch: { [script]: ['        goto: ask_officer', '        goto: ⟦welcome⟧'] },
    mend: /later step/,
  },
  {
    rule: 'goto-backward',
    name: 'a goto to itself',
    patch: { [script]: ['        goto: ask_officer', '        goto: ⟦by_kind⟧'] },
    mend: /later step/,
  },
  {
    rule: 'branch-way',
    name: 'a case that leads nowhere',
    patch: {
      [script]: [
        '      - when: kind == "other"\n        goto: ask_officer',
        '      - ⟦when: kind == "other"⟧',
      ],
    },
    mend: /Add steps, or goto/,
  },
  {
    rule: 'duplicate-step',
    name: 'two steps of one name',
    patch: { [script]: ['  - say: fee_told', '  - say: ⟦welcome⟧'] },
    mend: /another id/,
  },
  {
    rule: 'duplicate-step',
    name: 'a step called like one of a sub-flow',
    patch: { [script]: ['  - say: late\n', '  - say: ⟦windy⟧\n'] },
    mend: /another id/,
  },
  {
    rule: 'unknown-flow',
    name: 'a sub-flow there is not',
    patch: { [script]: ['    flow: weather', '    flow: ⟦wether⟧'] },
    mend: /Did you mean "weather"\?/,
  },
  {
    rule: 'unused-flow',
    name: 'a sub-flow nobody calls',
    patch: {
      [script]: ['  - call: weather_asked\n    flow: weather\n    when: kind != "other"\n', ''],
      [shared]: ['flow: weather', '⟦flow⟧: weather'],
    },
    mend: /Call it/,
    severity: 'warning',
  },
  {
    rule: 'flow-recursion',
    name: 'a sub-flow that calls itself',
    patch: {
      [shared]: [
        '  - say: wind_told\n    when: windy\n    text: Có gió thì thả được ạ.',
        '  - call: again\n    flow: ⟦weather⟧',
      ],
    },
    mend: /Remove one of these calls/,
  },
  {
    rule: 'was-in-use',
    name: 'a former id that is a present one',
    patch: { [script]: ['was: [built]', 'was: [⟦count⟧]'] },
    mend: /Remove it/,
  },
]

const inQuestions: readonly Fault[] = [
  {
    rule: 'option-never',
    name: 'an option nobody can choose',
    patch: { [script]: ['        when: today >= date("2026-01-01")', '        when: ⟦false⟧'] },
    mend: /Remove the option/,
  },
  {
    rule: 'too-few-options',
    name: 'a choice of one',
    patch: {
      [script]: [
        '        - ask: big\n          type: yes_no\n',
        '        - ask: ⟦big⟧\n          type: choice\n          options: { "big": Diều to }\n',
      ],
    },
    mend: /Add an option/,
    also: ['missing-translation', 'wrong-type'],
  },
  {
    rule: 'duplicate-label',
    name: 'two labels that differ in accents only',
    patch: { [script]: ['        label: Loại khác', '        label: ⟦Diêu Vai⟧'] },
    mend: /other words/,
  },
  {
    rule: 'word-clash',
    name: 'a word of two options',
    patch: { [script]: ['        words: [bằng vải, lụa]', '        words: [bằng vải, ⟦diều giấy⟧]'] },
    mend: /other words/,
  },
  {
    rule: 'heard-pattern',
    name: 'parentheses that are not closed in what is heard',
    patch: {
      [script]: [
        '        words: [bằng vải, lụa]',
        '        words: [bằng vải, lụa]\n        hears: [⟦(diều vải⟧]',
      ],
    },
    mend: /giấy tờ\|sổ/,
  },
  {
    rule: 'heard-pattern',
    name: 'a pattern that may be nothing at all',
    patch: {
      [script]: [
        '        words: [bằng vải, lụa]',
        '        words: [bằng vải, lụa]\n        hears: [⟦(vải)?⟧]',
      ],
    },
    mend: /Write a phrase/,
  },
  {
    rule: 'heard-pattern',
    name: 'words beside | of which nobody could tell how far it goes',
    patch: {
      [script]: [
        '        words: [bằng vải, lụa]',
        '        words: [bằng vải, lụa]\n        hears: [⟦diều vải|diều lụa⟧]',
      ],
    },
    mend: /\(a b\|c d\)/,
  },
  {
    rule: 'heard-clash',
    name: 'a phrase heard for two options',
    patch: {
      [script]: [
        '        words: [bằng vải, lụa]\n      other:\n',
        '        words: [bằng vải, lụa]\n        hears: [diều (vải|lụa)]\n      other:\n        hears: [⟦(con)? diều lụa⟧]\n',
      ],
    },
    mend: /more words/,
  },
  {
    rule: 'heard-clash',
    name: 'a phrase both heard and not heard',
    patch: {
      [script]: [
        '    hint: Bác chọn một dòng.\n    options:\n      paper: Diều giấy\n',
        '    hint: Bác chọn một dòng.\n    hears_not: [⟦diều giấy⟧]\n    options:\n      paper: { label: Diều giấy, hears: [diều giấy] }\n',
      ],
    },
    mend: /more words/,
  },
  {
    rule: 'heard-everywhere',
    name: 'a bare yes as something that is heard',
    patch: {
      [script]: ['        words: [bằng vải, lụa]', '        words: [bằng vải, lụa]\n        hears: [⟦có⟧]'],
    },
    mend: /words around it/,
  },
  {
    rule: 'nothing-heard',
    name: 'phrases left out where nothing is heard',
    patch: {
      [script]: ['    hint: Bác chọn một dòng.', '    hint: Bác chọn một dòng.\n    hears_not: ⟦[diều hâu]⟧'],
    },
    mend: /Add `hears:`/,
  },
  {
    rule: 'nothing-heard',
    name: 'words that do not ask for a fact which none ask for',
    patch: {
      [facts]: ['    topic: deadline\n', '    topic: deadline\n    hears_not: ⟦[diều hâu]⟧\n'],
    },
    mend: /Add `hears:`/,
  },
  {
    rule: 'age-not-past',
    name: 'an age that tells a day to come',
    patch: {
      [script]: [
        '            tense: past\n',
        '            tense: future\n            hears: [làm xong]\n            ages: ⟦{ of: [diều], oldest: 9 }⟧\n',
      ],
    },
    mend: /tense: past/,
  },
  {
    rule: 'age-without-event',
    name: 'ages without a word for the event',
    patch: {
      [script]: [
        '            tense: past\n',
        '            tense: past\n            ages: ⟦{ of: [diều], oldest: 9 }⟧\n',
      ],
    },
    mend: /Add `hears:`/,
  },
  {
    rule: 'number-word',
    name: 'a label that is a number',
    patch: { [script]: ['      paper: Diều giấy', '      paper: ⟦"1"⟧'] },
    mend: /2 bản/,
  },
  {
    rule: 'command-word',
    name: 'a label that is a command',
    patch: { [script]: ['        label: Loại khác', '        label: ⟦Việc khác⟧'] },
    mend: /other words/,
  },
  {
    rule: 'yes-no-label',
    name: 'a label that means yes',
    patch: { [script]: ['        label: Loại khác', '        label: ⟦Có⟧'] },
    mend: /type: yes_no/,
    severity: 'warning',
  },
  {
    rule: 'no-words',
    name: 'a label of signs',
    patch: { [script]: ['      paper: Diều giấy', '      paper: ⟦"🪁"⟧'] },
    mend: /in words/,
  },
  {
    rule: 'empty-range',
    name: 'no number is allowed',
    patch: { [script]: ['    min: 1', '    min: ⟦10⟧'] },
    mend: /smaller/,
  },
  {
    rule: 'ticks-without-papers',
    name: 'ticking off a fee',
    patch: { [script]: ['    fact: papers', '    fact: ⟦fee⟧'] },
    mend: /type documents/,
    also: ['wrong-format'],
  },
  {
    rule: 'unknown-fact',
    name: 'telling a fact there is not',
    patch: { [script]: ['    facts: [place]', '    facts: [⟦plase⟧]'] },
    mend: /Did you mean "place"\?/,
  },
  {
    rule: 'topic-without-facts',
    name: 'telling a topic without facts',
    patch: { [script]: ['    topic: overview', '    topic: ⟦status⟧'] },
    mend: /Add a fact of that topic/,
  },
  {
    rule: 'answer-what',
    name: 'telling nothing',
    patch: { [script]: ['  - answer: overview_told\n    topic: overview', '  - answer: ⟦overview_told⟧'] },
    mend: /Write one of topic and facts/,
  },
]

/** The first step of the kite script with a picture; its description is not translated. */
const withPicture = (image: string): Fault['patch'] => ({
  [script]: ['nhé.\n  - ask: kind', `nhé.\n    image: ${image}\n  - ask: kind`],
})
const inPictures: readonly Fault[] = [
  {
    rule: 'missing-picture',
    name: 'a picture that is not there',
    patch: withPicture('{ source: ⟦media/dieu.jpg⟧, alt: Con diều }'),
    mend: /flows\/kite\/media\/dieu\.jpg/,
    also: ['missing-translation'],
  },
  {
    rule: 'picture-path',
    name: 'a picture outside the folder',
    patch: withPicture('{ source: ⟦media/../../secret.jpg⟧, alt: Con diều }'),
    mend: /media\/to-khai\.jpg/,
    also: ['missing-translation'],
  },
  {
    rule: 'picture-path',
    name: 'a picture with accents in its name',
    patch: withPicture('{ source: ⟦media/con diều.jpg⟧, alt: Con diều }'),
    mend: /media\/to-khai\.jpg/,
    also: ['missing-translation'],
  },
  {
    rule: 'picture-format',
    name: 'a picture as phones store it',
    patch: withPicture('{ source: ⟦media/dieu.heic⟧, alt: Con diều }'),
    mend: /\.jpg/,
    also: ['missing-translation'],
  },
  ...[
    'http://example.com/dieu.jpg',
    'https://localhost/dieu.jpg',
    'https://10.0.0.7/dieu.jpg',
    'https://kho.local/dieu.jpg',
    'https://ai:mat-khau@example.com/dieu.jpg',
    'file:///etc/hosts.jpg',
  ].map((address) => ({
    rule: 'picture-address',
    name: `a picture at ${address}`,
    patch: withPicture(`{ source: "⟦${address}⟧", alt: Con diều }`.replace('"⟦', '⟦"').replace('⟧"', '"⟧')),
    mend: /https/,
    also: ['missing-translation'],
  })),
  {
    rule: 'missing-key',
    name: 'a picture that is not described',
    patch: {
      [script]: [
        'nhé.\n  - ask: kind',
        'nhé.\n    ⟦image⟧: { source: https://example.com/dieu.jpg }\n  - ask: kind',
      ],
    },
    mend: /alt/,
  },
]

const inPlaces: readonly Fault[] = [
  {
    rule: 'not-in-country',
    name: 'latitude and longitude swapped',
    patch: {
      [provinces]: [
        '    also: [hn]',
        '    also: [hn]\n    location: ⟦{ latitude: 105.85, longitude: 21.03 }⟧',
      ],
    },
    mend: /Swap them: \{ latitude: 21\.03, longitude: 105\.85 \}/,
  },
  {
    rule: 'not-in-country',
    name: 'a place beyond the border',
    patch: {
      [provinces]: ['    also: [hn]', '    also: [hn]\n    location: ⟦{ latitude: 48.85, longitude: 2.35 }⟧'],
    },
    mend: /latitude 6 to 24/,
  },
  {
    rule: 'missing-key',
    name: 'half a location',
    patch: { [provinces]: ['    also: [hn]', '    also: [hn]\n    ⟦location⟧: { latitude: 21.03 }'] },
    mend: /longitude/,
  },
]

const inFacts: readonly Fault[] = [
  {
    rule: 'unknown-source',
    name: 'a mistyped source',
    patch: { [lantern]: ['        source: lantern_law', '        source: ⟦lantern_lew⟧'] },
    mend: /Did you mean "lantern_law"\?/,
    also: ['unused-source'],
  },
  {
    rule: 'missing-key',
    name: 'a fact without source',
    patch: {
      [lantern]: [
        '      - confidence: conflict\n        source: lantern_law',
        '      - ⟦confidence⟧: conflict',
      ],
    },
    mend: /source/,
    also: ['unknown-procedure'],
  },
  {
    rule: 'unused-source',
    name: 'a source nobody names',
    patch: { [lantern]: ['sources:\n', 'sources:\n  ⟦old_law⟧:\n    title: Luật cũ\n'] },
    mend: /Remove it/,
    severity: 'warning',
  },
  {
    rule: 'from-after-until',
    name: 'a validity that ends before it starts',
    patch: {
      [facts]: ['        until: 2027-02-28', '        from: 2027-03-28\n        until: ⟦2027-02-28⟧'],
    },
    mend: /not before 2027-03-28/,
  },
  {
    rule: 'hidden-value',
    name: 'a new value below one without an end',
    patch: {
      [facts]: [
        '      - value: 60\n        until: 2027-02-28\n        confidence: confirmed\n        source: kite_law\n        article: Điều 1\n        reviewed: 2026-11-01\n      - value: 90\n',
        '      - value: 60\n        confidence: confirmed\n        source: kite_law\n        article: Điều 1\n        reviewed: 2026-11-01\n      - ⟦value: 90⟧\n',
      ],
    },
    mend: /until: 2027-02-28/,
  },
  {
    rule: 'validity-overlap',
    name: 'two values for the same days',
    patch: { [facts]: ['        from: 2027-03-01', '        from: ⟦2027-02-01⟧'] },
    mend: /other days/,
    severity: 'warning',
  },
  {
    rule: 'validity-gap',
    name: 'days without a value',
    patch: { [facts]: ['        from: 2027-03-01', '        from: ⟦2027-03-05⟧'] },
    mend: /from: 2027-03-01/,
    severity: 'warning',
  },
  {
    rule: 'when-without-condition',
    name: 'a condition without words',
    patch: {
      [facts]: [
        '        when: kind == "paper"\n        condition: Nếu là diều giấy\n',
        '        ⟦when⟧: kind == "paper"\n',
      ],
    },
    mend: /Add `condition:`/,
    also: ['stale-translation'],
  },
  {
    rule: 'wrong-value-kind',
    name: 'a text as a fee',
    patch: { [facts]: ['      - value: 8000', '      - value: ⟦8.000 đồng⟧'] },
    mend: /number alone/,
    also: ['missing-translation'],
  },
  {
    rule: 'confirmed-without-value',
    name: 'sure of nothing',
    patch: { [lantern]: ['      - confidence: conflict', '      - confidence: ⟦confirmed⟧'] },
    mend: /unconfirmed/,
  },
  {
    rule: 'review-due',
    name: 'a value past its review',
    patch: { [facts]: ['        review_by: 2027-06-01', '        review_by: ⟦2026-11-20⟧'] },
    mend: /Compare it with its source/,
    severity: 'warning',
  },
  {
    rule: 'review-before-reviewed',
    name: 'a review before the last one',
    patch: { [facts]: ['        review_by: 2027-06-01', '        review_by: ⟦2025-06-01⟧'] },
    mend: /after 2026-11-01/,
    also: ['review-due'],
  },
  {
    rule: 'reviewed-in-future',
    name: 'reviewed tomorrow',
    patch: { [lantern]: ['        reviewed: 2026-11-01', '        reviewed: ⟦2026-11-23⟧'] },
    mend: /the day you compared/,
    severity: 'warning',
  },
  {
    rule: 'duplicate-paper',
    name: 'two papers of one id',
    patch: { [facts]: ['          - id: photo', '          - id: ⟦form⟧'] },
    mend: /another id/,
    also: ['stale-translation', 'missing-translation'],
  },
  {
    rule: 'unknown-contact',
    name: 'a contact there is not',
    patch: { [lantern]: ['contact: desk', 'contact: ⟦deks⟧'] },
    mend: /Did you mean "desk"\?/,
  },
]

const betweenFiles: readonly Fault[] = [
  {
    rule: 'unknown-place',
    name: 'an overlay for a province there is not',
    patch: {
      'flows/places/provinces.yaml': ['  hai-phong:\n', '  hai-fong:\n'],
      [overlay]: ['place: hai-phong', 'place: ⟦hai-phong⟧'],
    },
    mend: /Did you mean "hai-fong"\?/,
  },
  {
    rule: 'unknown-fact',
    name: 'an overlay of a fact there is not',
    patch: { [overlay]: ['  fee:\n', '  ⟦fees⟧:\n'] },
    mend: /Did you mean "fee"\?/,
  },
  {
    rule: 'wrong-value-kind',
    name: 'an overlay with another kind of value',
    patch: { [overlay]: ['      - value: 5000', '      - value: ⟦miễn phí⟧'] },
    mend: /Correct the value/,
    also: ['missing-translation'],
  },
  {
    rule: 'unknown-procedure',
    name: 'a menu with a procedure there is not',
    patch: { 'flows/menu.yaml': ['  - lantern\n', '  - ⟦lanten⟧\n'] },
    mend: /Did you mean "lantern"\?/,
    also: ['not-in-menu'],
  },
  {
    rule: 'menu-twice',
    name: 'a procedure twice in the menu',
    patch: { 'flows/menu.yaml': ['  - lantern\n', '  - lantern\n  - ⟦kite⟧\n'] },
    mend: /Remove one/,
  },
  {
    rule: 'unknown-group',
    name: 'a group of the menu without a name',
    patch: { 'flows/menu.yaml': ['  - lantern\n', '  - group: ⟦toys⟧\n    procedures: [lantern]\n'] },
    mend: /group: \{ toys/,
  },
  {
    rule: 'unknown-procedure',
    name: 'a group that offers what is not there',
    patch: {
      [vi]: ['phrases:\n', 'phrases:\n  group:\n    toys: Đồ chơi\n'],
      [en]: ['phrases:\n', 'phrases:\n  group:\n    toys: Toys\n'],
      'flows/menu.yaml': ['  - lantern\n', '  - group: toys\n    procedures: [lantern, ⟦lanten⟧]\n'],
    },
    mend: /Did you mean "lantern"/,
  },
  {
    rule: 'unknown-phrase',
    name: 'a question back without its text',
    patch: {
      'flows/menu.yaml': [
        '  - lantern\n',
        `  - lantern\nasked_back:\n  - id: ⟦light⟧\n    said: [đèn hỏng]\n    choices: {}\n`,
      ],
    },
    mend: /ask_back: \{ light/,
  },
  {
    rule: 'unknown-procedure',
    name: 'a question back with a choice that leads nowhere',
    patch: { ...askedBackTexts, 'flows/menu.yaml': ['  - lantern\n', askedBack('⟦lanten⟧')] },
    mend: /Did you mean "lantern"/,
  },
  {
    rule: 'unknown-procedure',
    name: 'a question back that is clear in a matter there is not',
    patch: {
      ...askedBackTexts,
      'flows/menu.yaml': ['  - lantern\n', `${askedBack('kite')}    clear_in: [⟦lanten⟧]\n`],
    },
    mend: /Did you mean "lantern"/,
  },
  {
    rule: 'unknown-question',
    name: 'a question back with a choice that leads to no question',
    patch: { ...askedBackTexts, 'flows/menu.yaml': ['  - lantern\n', askedBack('{ next: ⟦lihgt⟧ }')] },
    mend: /Did you mean "light"/,
  },
  {
    rule: 'asks-nothing',
    name: 'a question back with a choice that asks what no fact hears',
    patch: {
      ...askedBackTexts,
      'flows/menu.yaml': ['  - lantern\n', askedBack('{ procedure: lantern, asks: ⟦trời mưa⟧ }')],
    },
    mend: /`hears`/,
  },
  {
    rule: 'topic-untold',
    name: 'a question back with a choice that tells a topic of which there is no fact',
    patch: {
      ...askedBackTexts,
      'flows/menu.yaml': ['  - lantern\n', askedBack('{ procedure: lantern, topic: ⟦status⟧ }')],
    },
    mend: /Name one of these/,
  },
  {
    rule: 'unknown-option',
    name: 'a question back with a yes that is none of its choices',
    patch: {
      ...askedBackTexts,
      'flows/menu.yaml': ['  - lantern\n', `${askedBack('lantern')}    yes_means: ⟦lamb⟧\n`],
    },
    mend: /Did you mean "lamp"/,
  },
  {
    rule: 'never-asked-back',
    name: 'a question back that no message leads to',
    patch: {
      ...askedBackTexts,
      'flows/menu.yaml': [
        '  - lantern\n',
        '  - lantern\nasked_back:\n  - id: ⟦light⟧\n    choices:\n      lamp: lantern\n',
      ],
    },
    mend: /`tells:`/,
  },
  {
    rule: 'unknown-procedure',
    name: 'a guide without a script',
    patch: { [lantern]: ['contact: desk\n', 'guide: ⟦kit⟧\ncontact: desk\n'] },
    mend: /Did you mean "kite"/,
  },
  {
    rule: 'unknown-date',
    name: 'days counted from a question that is none',
    patch: { [facts]: ['    type: calendar_days\n', '    type: calendar_days\n    counts_from: ⟦mad⟧\n'] },
    mend: /Did you mean "made"/,
  },
  {
    rule: 'counts-from-unused',
    name: 'money counted from a day',
    patch: { [facts]: ['    type: money\n', '    type: money\n    counts_from: ⟦made⟧\n'] },
    mend: /Remove the line/,
  },
  {
    rule: 'guide-unused',
    name: 'a guide beside a script',
    patch: { [facts]: ['contact: desk\n', 'guide: ⟦lantern⟧\ncontact: desk\n'] },
    mend: /Remove the line/,
  },
  {
    rule: 'not-in-menu',
    name: 'a procedure the menu forgets',
    patch: { 'flows/menu.yaml': ['menu:\n  - kite\n  - lantern\n', '⟦menu⟧:\n  - kite\n'] },
    mend: /- lantern/,
    severity: 'warning',
  },
  {
    rule: 'duplicate-example',
    name: 'an utterance that means two procedures',
    patch: { 'flows/out-of-scope/examples.yaml': ['    - hôm nay ăn gì', '    - ⟦XIN PHEP THA DIEU!⟧'] },
    mend: /Keep it at one/,
  },
  {
    rule: 'duplicate-example',
    name: 'an utterance under two topics',
    patch: { [examples]: ['    - thả diều mất bao nhiêu tiền', '    - ⟦xin phép thả diều⟧'] },
    mend: /Keep it at one/,
  },
  {
    rule: 'repeated-example',
    name: 'an utterance twice',
    patch: { [examples]: ['    - xin phep tha dieu', '    - ⟦Xin phép thả diều⟧'] },
    mend: /Remove one/,
    severity: 'warning',
  },
]

const inLanguages: readonly Fault[] = [
  {
    rule: 'missing-translation',
    name: 'a text without translation',
    patch: {
      [enKite]: ['  script.big.text: Is the kite big?\n', ''],
      [script]: ['          text: Diều có to không ạ?', '          text: ⟦Diều có to không ạ?⟧'],
    },
    mend: /script\.big\.text/,
  },
  {
    rule: 'stale-translation',
    name: 'a translation of nothing',
    patch: {
      [enKite]: [
        '  script.big.text: Is the kite big?\n',
        '  script.big.text: Is the kite big?\n  ⟦script.bog.text⟧: Big?\n',
      ],
    },
    mend: /remove or rename/,
  },
  {
    rule: 'placeholder-mismatch',
    name: 'a translation without its placeholder',
    patch: { [enKite]: ['The day {{ made | date }} has not come yet.', '⟦The day has not come yet.⟧'] },
    mend: /Add \{\{ made \| date \}\}/,
  },
  {
    rule: 'too-long',
    name: 'a translated label no button can carry',
    patch: {
      [enKite]: [
        'script.kind.options.cloth: Cloth kite',
        `script.kind.options.cloth: ⟦${'Cloth '.repeat(15)}kite⟧`,
      ],
    },
    mend: /within 80/,
  },
  {
    rule: 'missing-phrase',
    name: 'a phrase without translation',
    patch: { [en]: ['    text: "Are you asking about {procedure}?"\n    none', '    ⟦⟧none'] },
    mend: /guess\.text/,
  },
  {
    rule: 'stale-phrase',
    name: 'a phrase that Vietnamese does not have',
    patch: { [en]: ['  hello: Hello.', '  hello: Hello.\n  bye: ⟦Bye.⟧'] },
    mend: /Remove it/,
  },
  {
    rule: 'phrase-mismatch',
    name: 'a phrase without its value',
    patch: { [en]: ['"Are you asking about {procedure}?"', '⟦"Are you asking about {proc}?"⟧'] },
    mend: /\{procedure\}/,
  },
  {
    rule: 'command-clash',
    name: 'a word for two commands',
    patch: { [vi]: ['  change: [sửa]', '  change: [sửa, ⟦Quay lại⟧]'] },
    mend: /Keep it at one/,
  },
  {
    rule: 'command-clash',
    name: 'a pattern that stands for a word of another command',
    patch: { [vi]: ['  change: [sửa]', '  change: [sửa, ⟦(đi)? quay lại⟧]'] },
    mend: /Keep it at one/,
  },
  {
    rule: 'heard-pattern',
    name: 'a command of which nobody could tell how far | goes',
    patch: { [vi]: ['  change: [sửa]', '  change: [⟦sửa lại|đổi lại⟧]'] },
    mend: /\(a b\|c d\)/,
  },
  {
    rule: 'heard-pattern',
    name: 'words behind a denial of which nobody could tell how far | goes',
    patch: { [vi]: ['"no": [không, chưa]', '"no": [không, chưa]\nanything: [⟦gì hết|nào cả⟧]'] },
    mend: /\(a b\|c d\)/,
  },
  {
    rule: 'yes-and-no',
    name: 'a word for yes and for no',
    patch: { [vi]: ['"no": [không, chưa]', '"no": [không, ⟦vâng⟧]'] },
    mend: /Keep it at one/,
  },
  {
    rule: 'missing-key',
    name: 'a command without words',
    patch: { [vi]: ['commands:\n  back: [quay lại]\n', '⟦commands⟧:\n'] },
    mend: /back/,
    also: ['missing-phrase', 'stale-phrase'],
  },
]

export const faults: readonly Fault[] = [
  ...inYaml,
  ...inShape,
  ...inExpressions,
  ...inTexts,
  ...inWays,
  ...inQuestions,
  ...inFacts,
  ...inPictures,
  ...inPlaces,
  ...betweenFiles,
  ...inLanguages,
]
