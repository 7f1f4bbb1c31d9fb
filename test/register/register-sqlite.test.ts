import { sqliteBacking } from '../support/register/backing.ts';
import { suiteOfRegisters } from './register-suite.ts';

suiteOfRegisters(sqliteBacking);
