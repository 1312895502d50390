// Runs before anything else, in whatever Node there is: plain JavaScript, so that an old one can say so.
const oldest = 24;
if (Number(process.versions.node.split(".")[0]) < oldest) {
  console.error(
    `This needs Node ${oldest}, and ${process.version} is running it. \`npm install\` brings the right one along ` +
      "(its install scripts must be allowed to run); then use the npm scripts, such as `npm start`.",
  );
  process.exit(1);
}
