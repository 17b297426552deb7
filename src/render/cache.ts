import type { CallStatistics } from "../core/call-store.ts";
import type { CacheChanged } from "../core/model-list.ts";
import { costText } from "./bill.ts";
import type { RenderOptions } from "./style.ts";

const number = (count: number): string => count.toLocaleString("en-US");

export function renderCallStatistics(statistics: CallStatistics, { style }: RenderOptions): string {
  const { file, bytes, isOn, responses, answered, failed, maybeBilled, lost, inFlight, cost, byModel } = statistics;
  return [
    `${style.bold(`${number(responses)} answers kept`)} in ${style.safe(file)} (${(bytes / 1_048_576).toFixed(1)} MiB)${isOn ? "" : "; the cache is off"}`,
    `  ${number(answered)} calls answered, ${costText(cost)}`,
    ...byModel.map((each) => `    ${style.safe(`${each.provider}/${each.model}`)}  ${number(each.answered)}, ${costText(each.cost)}`),
    ...(failed + lost === 0
      ? []
      : [
          `  ${number(failed)} tries failed and ${number(lost)} calls were lost in runs that were killed; ${number(maybeBilled)} of them may have been billed`,
        ]),
    ...(inFlight === 0 ? [] : [`  ${number(inFlight)} calls are in flight`]),
  ].join("\n");
}

export function renderCacheChanged({ isOn, cleared }: CacheChanged): string {
  return `${cleared === 0 ? "" : `${number(cleared)} answers deleted. `}The cache is ${isOn ? "on" : "off"}.`;
}
