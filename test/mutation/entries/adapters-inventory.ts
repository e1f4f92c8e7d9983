// each by itself: what one does before its tests is not for the others
describe('adapters/inventory/written-images', () => {
  require('../../adapters/inventory/written-images.test');
});
describe('adapters/inventory/table', () => {
  require('../../adapters/inventory/table.test');
});
describe('adapters/inventory/image-store', () => {
  require('../../adapters/inventory/image-store.test');
});
describe('adapters/inventory/questions', () => {
  require('../../adapters/inventory/questions.test');
});
describe('adapters/inventory/write-log', () => {
  require('../../adapters/inventory/write-log.test');
});
describe('adapters/inventory/bucket-records', () => {
  require('../../adapters/inventory/bucket-records.test');
});
describe('adapters/inventory/brake', () => {
  require('../../adapters/inventory/brake.test');
});
describe('adapters/inventory/lost-answers', () => {
  require('../../adapters/inventory/lost-answers.test');
});
describe('adapters/inventory/like-the-fake', () => {
  require('../../adapters/inventory/like-the-fake.test');
});
describe('adapters/inventory-over-the-wire', () => {
  require('../../adapters/inventory-over-the-wire.test');
});
