const vocabulary =
  "about account after again agreed answer approval archive audit backlog before better between branch budget call capacity change clerk colleague contract cost customer data deadline delay delivery depot desk detail draft dispatch early error every evening figure finance first forecast form handover harbour holiday hour incident invoice issue late leader letter line local manager market meeting minute mistake month morning network night notice number office order owner page paper partner patient payroll people person phone plan plant price problem process project promise quality quarter question quick release report request review risk room schedule second service shift short site small software staff stock supplier support system team term test ticket time tool training transfer travel truck trust update urgent vendor visit wait warehouse week weekend word work worker year yesterday".split(
    " ",
  );
let seed = 7;
const chance = (below: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * below);
};
/** As many characters as that, no two texts alike, and the same ones in each run. */
export function words(length: number): string {
  let text = "";
  while (text.length < length) text += `${vocabulary[chance(vocabulary.length)]} `;
  return text.slice(0, length - 1).trimEnd() + "?";
}
