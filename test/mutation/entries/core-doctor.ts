import '../../core/doctor/said.test';
import '../../core/doctor/all-checks.test';
