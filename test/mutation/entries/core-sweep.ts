import '../../core/sweep/calm.test';
import '../../core/sweep/listing.test';
import '../../core/sweep/sweep.test';
import '../../core/sweep/visit.test';
