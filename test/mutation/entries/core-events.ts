import '../../core/change.test';
import '../../core/event-fields.test';
import '../../core/events.test';
import '../../core/identifiers.test';
import '../../core/selection.test';
import '../../core/tool.test';
