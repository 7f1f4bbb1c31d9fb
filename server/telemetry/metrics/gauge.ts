import { Gauge, type Registry } from 'prom-client';

/** A figure that is read when it is asked for. */
export function gauge(registers: Registry[], name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}
