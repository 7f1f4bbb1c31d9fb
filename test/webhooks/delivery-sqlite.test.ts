import { sqliteBacking } from '../support/webhooks/backing.ts';
import { suiteOfBeginnings } from './beginning-suite.ts';
import { suiteOfDeliveries } from './delivery-suite.ts';
import { suiteOfSharing } from './sharing-suite.ts';

suiteOfDeliveries(sqliteBacking);
suiteOfSharing(sqliteBacking);
suiteOfBeginnings(sqliteBacking);
