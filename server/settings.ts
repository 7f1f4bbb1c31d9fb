import { readFileSync } from 'node:fs';

/** Environment variables, or a substitute for them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings are invalid; `faults` lists each problem with its remedy. No fault quotes a password. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** One line of `--help`, under the heading of its section. */
export interface SettingInfo {
  readonly section: string;
  readonly name: string;
  readonly about: string;
  readonly fallback: string;
}

/** Which URLs are allowed. */
export interface UrlRules {
  readonly protocols: readonly string[];
  /** Whether the URL may contain a user name and a password. */
  readonly credentials: boolean;
}

/** The least and the greatest value of a setting. */
export type Range = readonly [min: number, max: number];

/** What readers of one configuration collect, and the section that one of them reads. */
interface Collected {
  readonly section: string;
  readonly faults: string[];
  readonly infos: SettingInfo[];
}

/** Reads settings one by one and collects all faults and descriptions. A blank setting counts as unset. */
export class SettingsReader {
  readonly faults: string[];
  readonly infos: SettingInfo[];
  readonly #env: Environment;
  readonly #defaults: Environment;
  readonly #section: string;

  /** `defaults` override the fallback given with each setting. */
  constructor(
    env: Environment,
    defaults: Environment,
    { section, faults, infos }: Collected = { section: 'Gateway', faults: [], infos: [] },
  ) {
    this.#env = env;
    this.#defaults = defaults;
    this.#section = section;
    this.faults = faults;
    this.infos = infos;
  }

  /** A reader that collects into the same lists, under another heading. */
  section(section: string): SettingsReader {
    return new SettingsReader(this.#env, this.#defaults, { section, faults: this.faults, infos: this.infos });
  }

  text(name: string, usual: string, about: string): string {
    const fallback = this.#defaults[name] ?? usual;
    this.infos.push({ section: this.#section, name, about, fallback });
    return this.#env[name]?.trim() || fallback;
  }

  /** A whole number, `usual` by default. */
  integer(name: string, usual: number, [min, max]: Range, about: string): number {
    const text = this.text(name, String(usual), about);
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    this.faults.push(`${name} must be a whole number from ${min} to ${max}, got "${text}".`);
    return usual;
  }

  /**
   * Reads a secret: from `name`, or from the file that `name_FILE` names, which is how orchestrators pass secrets, without the line break
   * at its end. Setting both is a fault. No fault quotes the secret.
   */
  secret(name: string, usual: string, about: string): string {
    const fromFile = `${name}_FILE`;
    const text = this.text(name, usual, `${about}; or ${fromFile}, a file that holds it`);
    const path = this.#env[fromFile]?.trim() ?? '';
    if (path === '') return text;
    if (this.#env[name]?.trim()) {
      this.faults.push(`${name} and ${fromFile} are both set: leave one of them out.`);
      return text;
    }
    return this.#contentOf(path, fromFile);
  }

  #contentOf(path: string, setting: string): string {
    try {
      const content = readFileSync(path, 'utf8').trim();
      if (content === '') this.faults.push(`${setting} names a file that is empty: ${path}.`);
      return content;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.faults.push(`${setting} must name a file that can be read, which ${path} is not (${code}).`);
      return '';
    }
  }

  /** A whole number, or null if unset. */
  optionalInteger(name: string, [min, max]: Range, about: string): number | null {
    const text = this.text(name, '', about);
    if (text === '') return null;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    this.faults.push(`${name} must be a whole number from ${min} to ${max}, or be left out, got "${text}".`);
    return null;
  }

  oneOf<T extends string>(name: string, fallback: T, choices: readonly T[], about: string): T {
    const text = this.text(name, fallback, `${about} (${choices.join(', ')})`);
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.faults.push(`${name} must be one of ${choices.join(', ')}, got "${text}".`);
    return found ?? fallback;
  }

  /** A URL, or an empty string. */
  url(name: string, rules: UrlRules, about: string): string {
    const text = rules.credentials ? this.secret(name, '', about) : this.text(name, '', about);
    const fault = text === '' ? null : urlFault(text, rules);
    if (fault !== null) this.faults.push(`${name} must ${fault}.`);
    return fault === null ? text : '';
  }

  /** Host names or addresses, separated by commas, in lower case. */
  hosts(name: string, about: string): readonly string[] {
    const items = this.#list(name, about).map((item) => item.toLowerCase());
    for (const item of items) {
      if (/^([\w.-]+|\[[\da-f:.]+\])$/.test(item)) continue;
      this.faults.push(`${name} must list hosts such as api.example, without a port, got "${item}".`);
    }
    return items;
  }

  /** Origins, separated by commas. */
  origins(name: string, about: string): readonly string[] {
    const items = this.#list(name, about);
    for (const item of items) {
      if (URL.canParse(item) && new URL(item).origin === item) continue;
      this.faults.push(
        `${name} must list origins such as https://shop.example, without a path, got "${item}".`,
      );
    }
    return items;
  }

  #list(name: string, about: string): readonly string[] {
    const items = this.text(name, '', about).split(',');
    return items.map((item) => item.trim()).filter(Boolean);
  }
}

function urlFault(text: string, { protocols, credentials }: UrlRules): string | null {
  const url = URL.parse(text);
  if (!url || !protocols.includes(url.protocol)) {
    const expected = `be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
    // Where a password begins and ends in what is not an address is anybody's guess.
    return credentials
      ? `${expected}, with "/", "?", "#" and "@" in a password percent-encoded`
      : `${expected}, got "${withoutSecrets(text)}"`;
  }
  if (!credentials && (url.username !== '' || url.password !== '')) {
    return 'hold no user name or password: there are settings of their own for these';
  }
  if (!credentials && (url.search !== '' || url.hash !== '')) {
    return `end with a path at most, without "${url.search ? '?' : '#'}" and what follows`;
  }
  return null;
}

function withoutSecrets(text: string): string {
  return text.replace(/^.*@/s, '…@').replace(/[?#].*$/s, '…');
}
