import '../../core/contract/names.test';
import '../../core/reasons.test';
