import { xmlParameters } from '../../../sandbox/services/cloudtrail/xml-parameters';
import { parseXml } from '../../../sandbox/wire/xml';

test.each<[string, unknown]>([
  ['<a/>', ''],
  ['<a> text </a>', 'text'],
  ['<a>true</a>', true],
  ['<a>30</a>', 30],
  ['<a>007</a>', '007'],
  ['<a>1.5</a>', '1.5'],
  ['<a>12345678901234567890</a>', '12345678901234567890'],
  ['<a xmlns="urn:x"><b>1</b></a>', { xmlns: 'urn:x', b: 1 }],
  ['<a><b>1</b><c/><b>2</b></a>', { b: [1, 2], c: '' }],
])('%s becomes %j', (text, expected) => {
  expect(xmlParameters(parseXml(text))).toEqual(expected);
});
