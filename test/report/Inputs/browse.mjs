// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looks at a report in HTML with Chromium: browse.mjs PACKAGES CHROMIUM REPORT [SCREENSHOTS]. Goes from the overview to each
// finding and back by clicks and by keys, walks along steps, filters, changes colours, prints, opens the map; judges every page with
// axe in light and in dark, on a desktop and on a phone. Prints a line a fault; the exit status is 1 if there is one.
// SCREENSHOTS: a folder for pictures, to look at.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [given, chromium, report, shots] = process.argv.slice(2);
const packages = path.resolve(given), folder = path.resolve(report);
const require = createRequire(path.join(packages, 'x.js'));
const {chromium: browserType} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core'), 'utf8');

let faults = 0, judged = 0;
function check(good, text) {
    if (!good) {
        faults++;
        console.log(text);
    }
}

async function judge(page, where) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations'], preload: false}));
    judged++;
    for (const violation of found.violations)
        for (const node of violation.nodes)
            check(false, `${where}: axe: ${violation.id}: ${node.target} ${node.failureSummary.replace(/\s+/g, ' ')}`);
}

async function shoot(page, name) {
    if (shots)
        await page.screenshot({path: path.join(shots, name + '.png'), fullPage: true});
}

function listen(page, where) {
    page.on('console', (message) => check(message.type() !== 'error' && message.type() !== 'warning', `${where}: console: ${message.text()}`));
    page.on('pageerror', (error) => check(false, `${where}: ${error}`));
    page.on('request', (request) => check(/^(file|data):/.test(request.url()), `${where}: wants ${request.url()}`));
    page.on('requestfailed', (request) => check(false, `${where}: cannot read ${request.url()}`));
}

// Nothing but regions that scroll themselves may be wider than the window.
async function fits(page, where) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(wide <= 0, `${where}: the page is ${wide} pixels wider than the window`);
}

async function walkSteps(page, where) {
    const steps = await page.locator('.step').count();
    await page.keyboard.press('n');
    for (let i = 1; i < steps; i++)
        await page.keyboard.press('n');
    check(await page.evaluate(() => document.activeElement.id) === 'verdict' || !steps, `${where}: n does not lead to the finding`);
    await page.keyboard.press('p');
}

// most: how many findings are looked at.
async function clickThrough(page, look, most) {
    await page.goto(pathToFileURL(path.join(folder, 'index.html')).href);
    await judge(page, `overview, ${look}`);
    await fits(page, `overview, ${look}`);
    await shoot(page, `overview-${look.replace(/ /g, '-')}`);
    const count = await page.locator('.item a').count();
    for (let i = 0; i < Math.min(count, most); i++) {
        const link = page.locator('.item a').nth(i), title = await link.textContent();
        await link.click();
        const where = `${path.basename(page.url())}, ${look}`;
        const heading = (await page.locator('h1').textContent()).replace(/'/g, '');
        check(heading === title.replace(/'/g, ''), `${where}: the heading is '${heading}'`);
        check(await page.locator('#verdict').count() === 1, `${where}: the finding itself is told ${await page.locator('#verdict').count()} times`);
        const told = await page.locator('.steps li').count(), drawn = await page.locator('.step').count();
        check(told === drawn, `${where}: ${told} steps in short, ${drawn} in the source`);
        check(await page.locator('.ln.bad').count() >= 1, `${where}: the line of the finding is not shown`);
        if (look === 'light')
            await walkSteps(page, where);
        await judge(page, where);
        await fits(page, where);
        await shoot(page, `${path.basename(page.url(), '.html')}-${look.replace(/ /g, '-')}`);
        await page.getByRole('link', {name: 'All findings'}).click();
        check(/index\.html/.test(page.url()), `${where}: the way back leads to ${page.url()}`);
    }
    await page.getByRole('link', {name: 'Driver map'}).click();
    await judge(page, `map, ${look}`);
    await fits(page, `map, ${look}`);
    await shoot(page, `map-${look.replace(/ /g, '-')}`);
    return count;
}

async function filterAndColours(page) {
    await page.goto(pathToFileURL(path.join(folder, 'index.html')).href);
    const count = await page.locator('.item').count();
    if (!count)
        return;
    const first = await page.locator('.item').first().getAttribute('data-check');
    await page.getByLabel('Check').selectOption(first);
    const left = await page.locator('.item:visible').count();
    check(left >= 1 && await page.locator(`.item[data-check="${first}"]`).count() === left, `filter: ${left} findings of ${first}`);
    await page.getByLabel('Contains').fill('no finding says this');
    check(await page.locator('.item:visible').count() === 0, 'filter: a text that nothing contains');
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByRole('button', {name: /colours/}).click();
    check(before !== await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'colours do not change');
}

// From the overview to the first finding and back, with the keyboard alone.
async function walkByKeyboard(page) {
    const reach = async (wanted, where) => {
        for (let i = 0; i < 60; i++) {
            await page.keyboard.press('Tab');
            if (await page.evaluate((selector) => document.activeElement.matches(selector), wanted))
                return page.keyboard.press('Enter');
        }
        check(false, `${where}: Tab does not lead to ${wanted}`);
    };
    await page.goto(pathToFileURL(path.join(folder, 'index.html')).href);
    if (!await page.locator('.item').count())
        return;
    await reach('.item a', 'keyboard, overview');
    await page.waitForURL(/finding-/);
    await page.keyboard.press('n');
    check(await page.evaluate(() => document.activeElement.classList.contains('step')), 'keyboard: n leads to no step');
    await page.goto(page.url().replace(/#.*/, ''));
    await reach('a[href^="index.html"]', 'keyboard, finding');
    await page.waitForURL(/index\.html/);
}

// On paper: light, whatever is chosen; without what only a screen can use; headings stay with what they head.
async function onPaper(page) {
    await page.goto(pathToFileURL(path.join(folder, 'index.html')).href);
    await page.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    const seen = await page.evaluate(() => ({
        page: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color,
        bar: getComputedStyle(document.querySelector('.bar')).display, heading: getComputedStyle(document.querySelector('h2')).breakAfter}));
    check(seen.page === 'rgb(255, 255, 255)' && seen.ink === 'rgb(27, 36, 48)', `paper: ${seen.ink} on ${seen.page}`);
    check(seen.bar === 'none', 'paper: the links of the bar are printed');
    check(seen.heading === 'avoid', 'paper: headings may stand alone at the end of a page');
    await fits(page, 'paper');
    await page.emulateMedia({media: null, colorScheme: null});
}

const looks = [
    ['light', Infinity, {colorScheme: 'light', viewport: {width: 1280, height: 900}}],
    ['dark', Infinity, {colorScheme: 'dark', viewport: {width: 1280, height: 900}}],
    ['phone light', 3, {colorScheme: 'light', viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true}],
    ['phone dark', 3, {colorScheme: 'dark', viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true}],
];
const browser = await browserType.launch({executablePath: chromium, args: ['--no-sandbox']});
let count = 0;
try {
    for (const [look, most, options] of looks) {
        const page = await (await browser.newContext(options)).newPage();
        listen(page, look);
        count = await clickThrough(page, look, most);
        if (look === 'light') {
            await walkByKeyboard(page);
            await filterAndColours(page);
            await onPaper(page);
        }
        if (look === 'light' && shots) {
            await page.goto(pathToFileURL(path.join(folder, fs.readdirSync(folder).find((name) => name.startsWith('finding')))).href);
            await page.pdf({path: path.join(shots, 'print.pdf')});
        }
    }
} finally {
    await browser.close();
}
console.log(`${count} findings, ${judged} pages judged, ${faults} faults`);
process.exit(faults ? 1 : 0);
