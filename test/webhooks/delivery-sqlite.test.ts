import { sqliteBacking } from '../support/webhooks/backing.ts';
import { suiteOfDeliveries } from './delivery-suite.ts';
import { suiteOfSharing } from './sharing-suite.ts';

suiteOfDeliveries(sqliteBacking);
suiteOfSharing(sqliteBacking);
