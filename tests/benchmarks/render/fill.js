// `node fill.js CONTENDER TEMPLATE VALUES COUNT`: a first report, then COUNT more; prints the milliseconds of each.
const fs = require("fs");
const [contender, template, values, count] = process.argv.slice(2);
const told = JSON.parse(fs.readFileSync(values, "utf-8"));

function docxtemplater() {
  const Engine = require("docxtemplater"), Zip = require("pizzip");
  const content = fs.readFileSync(template);
  return async (data) => {
    const document = new Engine(new Zip(content), { paragraphLoop: true });
    document.render(data);
    return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  };
}

function carbone() {
  const render = require("util").promisify(require("carbone").render);
  return (data) => render(template, data);
}

function other(turn) {
  const pairs = Object.entries(told).map(([name, value]) =>
    [name, Array.isArray(value) ? value : String(Number(value) + turn)]);
  return Object.fromEntries(pairs);
}

async function main() {
  const fill = contender === "carbone" ? carbone() : docxtemplater();
  await fill(told);
  const taken = [];
  for (let turn = 1; turn <= Number(count); turn++) {
    const begun = process.cpuUsage();
    await fill(other(turn));
    const used = process.cpuUsage(begun);
    taken.push((used.user + used.system) / 1000);
  }
  console.log(JSON.stringify(taken));
  process.exit(0);
}

main();
