import { sqliteStore } from '../../src/store/sqlite.ts'
import { deskContract } from '../contracts/desk-contract.ts'

deskContract('sqlite', {
  open: async () => {
    const store = sqliteStore({ path: ':memory:' })
    return { store, desk: store }
  },
})
