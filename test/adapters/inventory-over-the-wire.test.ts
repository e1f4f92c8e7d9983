import { describeInventory } from '../stages/inventories';
import { LocalDynamoDb } from './inventory/local-table';

const local = new LocalDynamoDb();

beforeAll(() => local.start());
afterAll(() => local.stop());

describeInventory('the inventory on DynamoDB', () => local.newTable());
