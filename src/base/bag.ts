/*
 * What is under way, in no order. A `Set` whose members come and go by the thousand is rebuilt again and again, and a
 * table it has left, once old, keeps the next one and all of its members from being freed young: collecting them
 * took a quarter of a gateway's time. An array whose last member fills each gap leaves nothing behind.
 */

interface Place<T> {
  readonly member: T;
  index: number;
}

/** A collection that forgets a member as cheaply as it takes it. */
export class Bag<T> {
  private readonly places: Place<T>[] = [];

  /** Takes a member; gives what takes it out again, once. */
  add(member: T): () => void {
    const place = { member, index: this.places.length };
    this.places.push(place);
    return () => this.remove(place);
  }

  /** The members of this moment. */
  members(): T[] {
    return this.places.map(({ member }) => member);
  }

  private remove(place: Place<T>): void {
    if (this.places[place.index] !== place) return;
    const last = this.places.pop()!;
    if (last === place) return;
    last.index = place.index;
    this.places[place.index] = last;
  }
}
