import '../../core/sweep/known-outcome.test';
import '../../core/sweep/failed-part.test';
import '../../core/sweep/listing.test';
import '../../core/sweep/messages.test';
import '../../core/sweep/sweep.test';
import '../../core/sweep/visit.test';
import '../../core/sweep/calm.test';
