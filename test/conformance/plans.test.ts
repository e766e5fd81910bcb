import { checkLedger } from './ledger-check.ts';

checkLedger('plans');
