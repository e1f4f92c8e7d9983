import '../../core/settings/json-schema.test';
import '../../core/settings/settings.test';
