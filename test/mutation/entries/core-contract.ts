import '../../core/contract/names.test';
