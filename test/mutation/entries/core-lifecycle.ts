import '../../core/lifecycle/problems.test';
import '../../core/lifecycle/xml.test';
import '../../core/lifecycle/json-text.test';
import '../../core/plan.test';
import '../../core/undo.test';
import '../../core/lifecycle/from-event.test';
import '../../core/coexistence.test';
// the longest last: most mutants are caught before
import '../../core/undo-properties.test';
import '../../core/plan-properties.test';
