// Sound of a call -> 16,000 samples a second, one channel, 16 bits, a second at a time. Keeps nothing.
"use strict";

const RATE = 16000;

class Ear extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE;
    this.made = new Int16Array(RATE);
    this.count = 0;
    this.sum = 0;
    this.weight = 0;
  }

  process(inputs) {
    const channels = inputs[0];
    if (!channels.length) return true;
    for (let at = 0; at < channels[0].length; at++) {
      let value = 0;
      for (const channel of channels) value += channel[at];
      this.take(value / channels.length);
    }
    return true;
  }

  // The mean over the time of each sample that comes out, which also keeps what is too high for them from folding down.
  take(value) {
    let left = 1;
    while (left > 0) {
      const part = Math.min(left, this.step - this.weight);
      this.sum += value * part;
      this.weight += part;
      left -= part;
      if (this.weight < this.step - 1e-9) return;
      this.put(this.sum / this.weight);
      this.sum = this.weight = 0;
    }
  }

  put(value) {
    this.made[this.count++] = Math.max(-32768, Math.min(32767, Math.round(value * 32767)));
    if (this.count < RATE) return;
    this.port.postMessage(this.made.buffer, [this.made.buffer]);
    this.made = new Int16Array(RATE);
    this.count = 0;
  }
}

registerProcessor("ear", Ear);
