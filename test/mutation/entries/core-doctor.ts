import '../../core/doctor/all-checks.test';
