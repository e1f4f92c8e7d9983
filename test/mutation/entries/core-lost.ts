import '../../core/foreign-write.test';
import '../../core/lost-update.test';
