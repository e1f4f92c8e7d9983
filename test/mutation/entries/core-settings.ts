import '../../core/settings/patterns.test';
import '../../core/settings/settings.test';
import '../../core/settings/json-schema.test';
