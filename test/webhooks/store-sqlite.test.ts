import { sqliteBacking } from '../support/webhooks/backing.ts';
import { suiteOfStores } from './store-suite.ts';

suiteOfStores(sqliteBacking);
