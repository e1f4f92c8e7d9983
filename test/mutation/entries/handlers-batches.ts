import '../../handlers/records.test';
import '../../handlers/returned-messages.test';
import '../../handlers/environment.test';
import '../../handlers/report-batch.test';
import '../../handlers/settle-batch.test';
import '../../handlers/sweep-batch.test';
import '../../handlers/settle-batch-crash.test';
