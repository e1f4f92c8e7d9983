import '../../core/reconcile-brake.test';
import '../../core/reconcile-directory.test';
import '../../core/reconcile-inventory.test';
import '../../core/reconcile.test';
import '../../core/sight.test';
import '../../core/suspect.test';
import '../../core/take-out.test';
import '../../core/interleavings.test';
