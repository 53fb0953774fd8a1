/** Loaded before the program: its clock starts at `TEST_NOW` and runs on from there. */
const offsetMs = Date.parse(process.env.TEST_NOW ?? '') - Date.now()
const realNow = Date.now
Date.now = () => realNow() + offsetMs
