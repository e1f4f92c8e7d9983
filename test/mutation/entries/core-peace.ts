import '../../core/peace.test';
