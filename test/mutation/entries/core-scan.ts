import '../../core/scan/apply-images.test';
import '../../core/scan/apply-rule.test';
import '../../core/scan/measure-uploads.test';
import '../../core/scan/monthly-cost.test';
import '../../core/scan/scan-account.test';
import '../../core/scan/state-lines.test';
import '../../core/scan/upload-sample.test';
import '../../core/scan/uploads.test';
