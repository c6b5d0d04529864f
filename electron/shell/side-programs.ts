import type { SideAnswer, StartSide } from '../system/side-process.ts'
import { heapFlags } from '../system/side-process.ts'
import type { ElectronParts } from './contract.ts'

/** How Electron starts our side programs: as processes of its own kind, since it is no plain Node. To be used once it is ready. */
export function sidesOfElectron(electron: Pick<ElectronParts, 'utilityProcess'>): StartSide {
  return (file, heard, given) => {
    const child = electron.utilityProcess.fork(file, [], {
      stdio: 'ignore',
      serviceName: 'billdr-qbo side program',
      execArgv: heapFlags(given),
      ...(given.env && { env: given.env }),
    })
    child.on('message', (answer: SideAnswer) => heard.answered(answer))
    child.once('exit', () => heard.ended())
    return {
      send: (order) => child.postMessage(order),
      kill: () => {
        const { pid } = child
        // Electron asks it to end, which a call that never comes back does not hear.
        if (pid === undefined) child.kill()
        else process.kill(pid, 'SIGKILL')
      },
      keepAlive: () => undefined,
    }
  }
}
