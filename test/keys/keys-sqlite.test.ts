import { sqliteBacking } from '../support/register/backing.ts';
import { suiteOfKeys } from './keys-suite.ts';

suiteOfKeys(sqliteBacking);
