/*
 * Takes secrets out of what passes: texts, JSON values, and byte streams in which a secret may lie across chunks.
 * A stream holds back only what may be a secret's beginning, so that events leave at once.
 */
import { emptyObject, isJsonObject, type Json } from '../base/plain-json.ts';

export const SECRET_MASK = '**masked**';

/** Shorter texts occur by chance; masking them would break answers and tell where they stood. */
const MIN_SECRET_LENGTH = 6;

export interface SecretMask {
  /** No secrets: nothing would change. */
  readonly isEmpty: boolean;
  text(text: string): string;
  /** The same value when it holds no secret. */
  json(value: Json): Json;
  bytes(bytes: Buffer): Buffer;
  stream(): MaskingStream;
}

/** Masks a byte stream. */
export interface MaskingStream {
  write(chunk: Buffer): Buffer;
  end(): Buffer;
}

/** How a secret may be written: as it is, in a query, in JSON, and in base64 as Basic credentials have it. */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const all = [secret, encodeURIComponent(secret), json, json.replaceAll('/', '\\/')];
  return [...all, Buffer.from(secret).toString('base64')];
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}

class Mask implements SecretMask {
  private readonly needles: readonly string[];
  private readonly patterns: readonly Buffer[];

  constructor(secrets: readonly string[]) {
    const long = secrets.filter(secret => secret.length >= MIN_SECRET_LENGTH);
    this.needles = [...new Set(long.flatMap(spellings))].sort(longestFirst);
    this.patterns = this.needles.map(needle => Buffer.from(needle));
  }

  get isEmpty(): boolean {
    return this.needles.length === 0;
  }

  text(text: string): string {
    return this.needles.reduce((rest, needle) => rest.replaceAll(needle, SECRET_MASK), text);
  }

  json(value: Json): Json {
    if (this.isEmpty) return value;
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return this.array(value);
    return isJsonObject(value) ? this.object(value) : value;
  }

  private array(items: readonly Json[]): Json {
    const masked = items.map(item => this.json(item));
    return masked.some((item, index) => item !== items[index]) ? masked : (items as Json);
  }

  private object(value: Readonly<Record<string, Json>>): Json {
    const copy = emptyObject();
    let isChanged = false;
    for (const key of Object.keys(value)) {
      const item = this.json(value[key]!);
      const name = this.text(key);
      isChanged ||= item !== value[key] || name !== key;
      copy[name] = item;
    }
    return isChanged ? copy : (value as Json);
  }

  bytes(bytes: Buffer): Buffer {
    const stream = this.stream();
    return Buffer.concat([stream.write(bytes), stream.end()]);
  }

  stream(): MaskingStream {
    let held: Buffer = Buffer.alloc(0);
    return {
      write: chunk => {
        const bytes = this.replaced(held.length === 0 ? chunk : Buffer.concat([held, chunk]));
        const cut = bytes.length - this.beginningAtEnd(bytes);
        held = bytes.subarray(cut);
        return bytes.subarray(0, cut);
      },
      end: () => held,
    };
  }

  private replaced(bytes: Buffer): Buffer {
    return this.patterns.reduce(replaceAll, bytes);
  }

  /** How many of the last bytes may be the beginning of a secret. */
  private beginningAtEnd(bytes: Buffer): number {
    return Math.max(0, ...this.patterns.map(pattern => overlap(bytes, pattern)));
  }
}

const MASK_BYTES = Buffer.from(SECRET_MASK);

function replaceAll(bytes: Buffer, pattern: Buffer): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(pattern); at >= 0; at = bytes.indexOf(pattern, from)) {
    parts.push(bytes.subarray(from, at), MASK_BYTES);
    from = at + pattern.length;
  }
  return parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)]);
}

/** The length of the longest end of `bytes` that `pattern` begins with, less than all of it. */
function overlap(bytes: Buffer, pattern: Buffer): number {
  for (let length = Math.min(bytes.length, pattern.length - 1); length > 0; length -= 1)
    if (bytes.compare(pattern, 0, length, bytes.length - length) === 0) return length;
  return 0;
}

/** Masks these secrets; ones too short to be told from ordinary text are left. */
export function secretMask(secrets: readonly string[]): SecretMask {
  return new Mask(secrets);
}
