import type { RecordSink } from '../../../shared/source.ts'

/** Passes bytes on as fast as whoever takes the records that are in them keeps up. */
export async function* inPace(
  chunks: AsyncIterable<Uint8Array>,
  sink: Pick<RecordSink, 'room'> | null,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    await sink?.room?.()
    yield chunk
  }
}
