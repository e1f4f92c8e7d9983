import { codeOf, lifecycle, messageOf, NAMESPACE, s3Stage } from './s3-stage';

const ENABLED = '<Status>Enabled</Status>';
const EXPIRE = '<Expiration><Days>7</Days></Expiration>';
const ABORT =
  '<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>';
const WHOLE = '<Filter><Prefix></Prefix></Filter>';
const TAG = '<Tag><Key>a</Key><Value>b</Value></Tag>';
const MIXED_V2 = 'Filter element can only be used in Lifecycle V2.';
const MIXED_V1 = 'Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.';

async function stageWithBucket(options: Parameters<typeof s3Stage>[0] = {}) {
  const stage = s3Stage(options);
  await stage.create('example');
  return stage;
}

describe('the lifecycle of a bucket', () => {
  test('is not there until it is put, answers 404 with the bucket, and is deleted twice with 204', async () => {
    const { send, put } = await stageWithBucket();
    const missing = await send('GET', '/example', { query: 'lifecycle' });
    expect([missing.status, codeOf(missing)]).toEqual([404, 'NoSuchLifecycleConfiguration']);
    expect(missing.text).toContain('<BucketName>example</BucketName>');
    await put('example', 'lifecycle', lifecycle(`<ID>a</ID>${WHOLE}${ENABLED}${EXPIRE}`));
    expect((await send('GET', '/example', { query: 'lifecycle' })).status).toBe(200);
    for (let round = 0; round < 2; round++) {
      expect((await send('DELETE', '/example', { query: 'lifecycle' })).status).toBe(204);
    }
    expect(codeOf(await send('GET', '/example', { query: 'lifecycle' }))).toBe('NoSuchLifecycleConfiguration');
  });

  test('comes back with members, order and text as they were, without the white space between them', async () => {
    const { send, put } = await stageWithBucket();
    const rule = `${ENABLED}<Prefix> lo&amp;gs/ </Prefix><Transition><Date>2031-11-10T00:00:00.000Z</Date><StorageClass>GLACIER</StorageClass></Transition><ID>x</ID>`;
    await put('example', 'lifecycle', `<?xml version="1.0"?>\n${lifecycle(rule).replaceAll('><', '>\n  <')}`);
    expect((await send('GET', '/example', { query: 'lifecycle' })).text).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n${lifecycle(rule)}`,
    );
  });

  test('gets an ID made up where none was given', async () => {
    const { s3, put } = await stageWithBucket();
    await put('example', 'lifecycle', lifecycle(`${WHOLE}${ENABLED}${EXPIRE}`, `<ID/>${WHOLE}${ENABLED}${ABORT}`));
    const ids = [...(s3.inspect('example')?.lifecycle?.xml ?? '').matchAll(/<ID>([^<]+)<\/ID>/g)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
  });

  test('keeps elements of a newer S3 with all that is in them, where they are known', async () => {
    const newer = '<Hibernation mode="deep"><AfterDays>3</AfterDays></Hibernation>';
    const body = lifecycle(`<ID>a</ID>${WHOLE}${ENABLED}${newer}${EXPIRE}`);
    const knowing = await stageWithBucket({ additionalRuleElements: ['Hibernation'] });
    await knowing.put('example', 'lifecycle', body);
    expect(knowing.s3.inspect('example')?.lifecycle?.xml).toContain(newer);
    const unknowing = await stageWithBucket();
    expect(codeOf(await unknowing.put('example', 'lifecycle', body))).toBe('MalformedXML');
    expect(unknowing.s3.inspect('example')?.lifecycle).toBeUndefined();
  });

  test('falls back to the default minimum size when the header is not sent again', async () => {
    const { send, put } = await stageWithBucket();
    const name = 'x-amz-transition-default-minimum-object-size';
    const body = lifecycle(`<ID>a</ID>${WHOLE}${ENABLED}${EXPIRE}`);
    const varied = await put('example', 'lifecycle', body, { headers: { [name]: 'varies_by_storage_class' } });
    expect(varied.headers?.[name]).toBe('varies_by_storage_class');
    expect((await send('GET', '/example', { query: 'lifecycle' })).headers?.[name]).toBe('varies_by_storage_class');
    expect((await put('example', 'lifecycle', body)).headers?.[name]).toBe('all_storage_classes_128K');
    const bad = await put('example', 'lifecycle', body, { headers: { [name]: 'value' } });
    expect(messageOf(bad)).toBe('Invalid TransitionDefaultMinimumObjectSize found: value');
    expect(codeOf(bad)).toBe('InvalidRequest');
  });

  test.each<[string, string[]]>([
    [
      'V2 rules with overlapping prefixes',
      [`<ID>a</ID>${WHOLE}${ENABLED}${ABORT}`, `<ID>b</ID><Filter><Prefix>a</Prefix></Filter>${ENABLED}${ABORT}`],
    ],
    [
      'two V2 rules with the same prefix and action',
      [`<ID>a</ID>${WHOLE}${ENABLED}${ABORT}`, `<ID>b</ID>${WHOLE}${ENABLED}${ABORT}`],
    ],
    ['an empty filter', [`<ID>a</ID><Filter/>${ENABLED}${EXPIRE}`]],
    ['a date at midnight', [`<Filter/>${ENABLED}<Expiration><Date>2031-01-01T00:00:00Z</Date></Expiration>`]],
    [
      'a tag and an "and" of two tags',
      [
        `<Filter>${TAG}</Filter>${ENABLED}${EXPIRE}`,
        `<Filter><And>${TAG}<Tag><Key>c</Key><Value></Value></Tag></And></Filter>${ENABLED}${EXPIRE}`,
      ],
    ],
    ['sizes', [`<Filter><ObjectSizeGreaterThan>20</ObjectSizeGreaterThan></Filter>${ENABLED}${EXPIRE}`]],
    ['V1 prefixes apart', [`<Prefix>a/</Prefix>${ENABLED}${ABORT}`, `<Prefix>b/</Prefix>${ENABLED}${ABORT}`]],
    [
      'V1 overlaps of different actions',
      [`<Prefix></Prefix>${ENABLED}${ABORT}`, `<Prefix>b/</Prefix>${ENABLED}${EXPIRE}`],
    ],
    ['an ID of 255 characters', [`<ID>${'i'.repeat(255)}</ID>${WHOLE}${ENABLED}${EXPIRE}`]],
    [
      'a delete marker alone',
      [`<Filter/>${ENABLED}<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>`],
    ],
    [
      'transitions that grow colder',
      [
        `<Prefix>a</Prefix>${ENABLED}<Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition><Transition><Days>90</Days><StorageClass>GLACIER</StorageClass></Transition><Expiration><Days>365</Days></Expiration>`,
      ],
    ],
    [
      '1,000 rules',
      Array.from({ length: 1000 }, (_, n) => `<ID>${n}</ID><Filter><Prefix>${n}/</Prefix></Filter>${ENABLED}${ABORT}`),
    ],
  ])('may have %s', async (_, rules) => {
    const { put } = await stageWithBucket();
    const response = await put('example', 'lifecycle', lifecycle(...rules));
    expect([response.status, response.text]).toEqual([200, '']);
  });

  test.each<[string, string, string[]]>([
    ['no filter', 'MalformedXML', [`<ID>a</ID>${ENABLED}${EXPIRE}`]],
    ['no status', 'MalformedXML', [`<ID>a</ID>${WHOLE}${EXPIRE}`]],
    ['another status', 'MalformedXML', [`<ID>a</ID>${WHOLE}<Status>enabled</Status>${EXPIRE}`]],
    ['an unknown element', 'MalformedXML', [`${WHOLE}${ENABLED}${EXPIRE}<Novelty/>`]],
    [
      'an unknown element inside an action',
      'MalformedXML',
      [`${WHOLE}${ENABLED}<Expiration><Weeks>1</Weeks></Expiration>`],
    ],
    ['two statuses', 'MalformedXML', [`${WHOLE}${ENABLED}${ENABLED}${EXPIRE}`]],
    ['no rules', 'MalformedXML', []],
    [
      '1,001 rules',
      'MalformedXML',
      Array.from({ length: 1001 }, (_, n) => `<Filter><Prefix>${n}/</Prefix></Filter>${ENABLED}${ABORT}`),
    ],
    ['an empty noncurrent expiration', 'MalformedXML', [`<Filter/>${ENABLED}<NoncurrentVersionExpiration/>`]],
    [
      'an "and" beside a prefix',
      'MalformedXML',
      [`<Filter><And><Prefix>a</Prefix>${TAG}</And><Prefix></Prefix></Filter>${ENABLED}${EXPIRE}`],
    ],
    [
      'an "and" of one predicate',
      'MalformedXML',
      [`<Filter><And><Prefix>a</Prefix></And></Filter>${ENABLED}${EXPIRE}`],
    ],
    [
      'a size beside a prefix',
      'MalformedXML',
      [`<Filter><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan><Prefix></Prefix></Filter>${ENABLED}${EXPIRE}`],
    ],
    [
      'a delete marker with days',
      'MalformedXML',
      [
        `<Filter/>${ENABLED}<Expiration><Days>1</Days><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>`,
      ],
    ],
    ['days that are no number', 'MalformedXML', [`${WHOLE}${ENABLED}<Expiration><Days>soon</Days></Expiration>`]],
    ['days with a fraction', 'MalformedXML', [`${WHOLE}${ENABLED}<Expiration><Days>1.5</Days></Expiration>`]],
    [
      'another storage class',
      'MalformedXML',
      [`${WHOLE}${ENABLED}<Transition><Days>30</Days><StorageClass>STANDARD</StorageClass></Transition>`],
    ],
    [
      'a tag twice: Duplicate Tag Keys are not allowed.',
      'InvalidRequest',
      [`<Filter><And>${TAG}${TAG}</And></Filter>${ENABLED}${EXPIRE}`],
    ],
    ['no action: At least one action needs to be specified in a rule', 'InvalidRequest', [`${WHOLE}${ENABLED}`]],
    [
      `V2 after V1: ${MIXED_V2}`,
      'InvalidRequest',
      [`<Prefix>a</Prefix>${ENABLED}${EXPIRE}`, `${WHOLE}${ENABLED}${ABORT}`],
    ],
    [
      `V1 after V2: ${MIXED_V1}`,
      'InvalidRequest',
      [`${WHOLE}${ENABLED}${ABORT}`, `<Prefix>a</Prefix>${ENABLED}${EXPIRE}`],
    ],
    [`both in one rule: ${MIXED_V1}`, 'InvalidRequest', [`<Prefix>a</Prefix>${WHOLE}${ENABLED}${EXPIRE}`]],
    [
      "a V1 overlap: Found overlapping prefixes '' and 'a' for same action type 'Expiration'",
      'InvalidRequest',
      [`<Prefix></Prefix>${ENABLED}${EXPIRE}`, `<Prefix>a</Prefix>${ENABLED}${EXPIRE}`],
    ],
    [
      "a V1 overlap of a disabled rule: Found overlapping prefixes '' and 'a' for same action type 'AbortIncompleteMultipartUpload'",
      'InvalidRequest',
      [`<Prefix>a</Prefix><Status>Disabled</Status>${ABORT}`, `<Prefix></Prefix>${ENABLED}${ABORT}`],
    ],
    [
      "the same V1 prefix: Found two rules with same prefix ''",
      'InvalidRequest',
      [`<Prefix></Prefix>${ENABLED}${EXPIRE}`, `<Prefix></Prefix>${ENABLED}${ABORT}`],
    ],
    [
      'an abort by tag: AbortIncompleteMultipartUpload cannot be specified with Tags.',
      'InvalidRequest',
      [`<Filter>${TAG}</Filter>${ENABLED}${ABORT}`],
    ],
    [
      'an abort by size: AbortIncompleteMultipartUpload cannot be specified with Object Size.',
      'InvalidRequest',
      [`<Filter><ObjectSizeLessThan>9</ObjectSizeLessThan></Filter>${ENABLED}${ABORT}`],
    ],
    [
      'a delete marker by size, though it says false: ExpiredObjectDeleteMarker cannot be specified with Object Size.',
      'InvalidRequest',
      [
        `<Filter><ObjectSizeLessThan>9</ObjectSizeLessThan></Filter>${ENABLED}<Expiration><ExpiredObjectDeleteMarker>false</ExpiredObjectDeleteMarker></Expiration>`,
      ],
    ],
    [
      "a size below 0: 'ObjectSizeLessThan' should be between 1 and 1099511627776000.",
      'InvalidRequest',
      [`<Filter><ObjectSizeLessThan>0</ObjectSizeLessThan></Filter>${ENABLED}${EXPIRE}`],
    ],
    [
      "sizes that leave nothing: 'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.",
      'InvalidRequest',
      [
        `<Filter><And><ObjectSizeGreaterThan>9</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan></And></Filter>${ENABLED}${EXPIRE}`,
      ],
    ],
    [
      'a prefix longer than a key: The maximum size of a prefix is 1024',
      'InvalidRequest',
      [`<Filter><Prefix>${'p'.repeat(1025)}</Prefix></Filter>${ENABLED}${EXPIRE}`],
    ],
    ['more days than 32 bits hold', 'MalformedXML', [`${WHOLE}${ENABLED}${EXPIRE.replace('7', '2147483648')}`]],
    [
      "zero days: 'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
      'InvalidArgument',
      [`${WHOLE}${ENABLED}${ABORT.replace('7', '0')}`],
    ],
    ['negative days', 'InvalidArgument', [`${WHOLE}${ENABLED}${EXPIRE.replace('7', '-1')}`]],
    [
      'an ID of 256 characters: ID length should not exceed allowed limit of 255',
      'InvalidArgument',
      [`<ID>${'i'.repeat(256)}</ID>${WHOLE}${ENABLED}${EXPIRE}`],
    ],
    [
      'an ID twice: Rule ID must be unique. Found same ID for one or more rules',
      'InvalidArgument',
      [`<ID>a</ID>${WHOLE}${ENABLED}${EXPIRE}`, `<ID>a</ID>${WHOLE}${ENABLED}${ABORT}`],
    ],
    [
      "early infrequent access: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
      'InvalidArgument',
      [`${WHOLE}${ENABLED}<Transition><Days>7</Days><StorageClass>STANDARD_IA</StorageClass></Transition>`],
    ],
    [
      'an expiration before a transition',
      'InvalidArgument',
      [`${WHOLE}${ENABLED}${EXPIRE}<Transition><Days>7</Days><StorageClass>GLACIER</StorageClass></Transition>`],
    ],
    [
      'dates mixed with days',
      'InvalidRequest',
      [
        `${WHOLE}${ENABLED}${EXPIRE}<Transition><Date>2031-01-01T00:00:00Z</Date><StorageClass>GLACIER</StorageClass></Transition>`,
      ],
    ],
  ])('refuses %s (%s)', async (words, code, rules) => {
    const { put, s3 } = await stageWithBucket();
    const response = await put('example', 'lifecycle', lifecycle(...rules));
    expect([response.status, codeOf(response)]).toEqual([400, code]);
    const sentence = /: (.+)$/.exec(words)?.[1];
    if (sentence !== undefined) expect(messageOf(response)).toBe(sentence);
    expect(s3.inspect('example')?.lifecycle).toBeUndefined();
  });

  test('takes two V1 rules with the same prefix if told that S3 does', async () => {
    const { put } = await stageWithBucket({ samePrefixInV1: 'accept' });
    const rules = [`<Prefix></Prefix>${ENABLED}${EXPIRE}`, `<Prefix></Prefix>${ENABLED}${ABORT}`];
    expect((await put('example', 'lifecycle', lifecycle(...rules))).status).toBe(200);
    expect(
      codeOf(
        await put('example', 'lifecycle', lifecycle(`<Prefix/>${ENABLED}${ABORT}`, `<Prefix/>${ENABLED}${ABORT}`)),
      ),
    ).toBe('InvalidRequest');
  });

  test('refuses a date that is not midnight, naming the argument and the value', async () => {
    const { put } = await stageWithBucket();
    const date = '2031-01-01T02:02:02Z';
    const response = await put(
      'example',
      'lifecycle',
      lifecycle(`<Filter/>${ENABLED}<Expiration><Date>${date}</Date></Expiration>`),
    );
    expect(response.text).toContain(`<ArgumentName>Date</ArgumentName><ArgumentValue>${date}</ArgumentValue>`);
    expect(messageOf(response)).toBe("'Date' must be at midnight GMT");
  });

  test.each([
    ['text', 'hello'],
    ['another root', `<Tagging xmlns="${NAMESPACE}"/>`],
    ['another namespace', lifecycle(`${WHOLE}${ENABLED}${EXPIRE}`).replace(NAMESPACE, 'urn:other')],
    ['a document type', `<!DOCTYPE a>${lifecycle(`${WHOLE}${ENABLED}${EXPIRE}`)}`],
    ['text between rules', lifecycle(`${WHOLE}${ENABLED}${EXPIRE}`).replace('<Rule>', 'x<Rule>')],
    ['nothing', ''],
  ])('refuses %s in place of a configuration', async (_, body) => {
    const { put } = await stageWithBucket();
    expect(codeOf(await put('example', 'lifecycle', body))).toBe('MalformedXML');
  });

  test('refuses a PUT without a checksum', async () => {
    const { send } = await stageWithBucket();
    const body = lifecycle(`${WHOLE}${ENABLED}${EXPIRE}`);
    const response = await send('PUT', '/example', { query: 'lifecycle', body });
    expect(messageOf(response)).toBe('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
    expect(codeOf(response)).toBe('InvalidRequest');
  });
});
