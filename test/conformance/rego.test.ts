import { checkLedger } from './ledger-check.ts';

checkLedger('rego');
