// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the report does with a script: light or dark by choice, a filter for the findings, n and p for the next and the
// previous step, all unfolded in print. Without it everything can be read all the same.
'use strict';

function remembered() {
    try {
        return localStorage.getItem('devlock-theme');
    } catch {
        return null; // files may have no storage
    }
}

function setUpTheme() {
    const root = document.documentElement, button = document.createElement('button');
    const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    const show = () => { button.textContent = dark() ? 'Light colours' : 'Dark colours'; };
    const theme = remembered();
    if (theme)
        root.dataset.theme = theme;
    button.type = 'button';
    button.addEventListener('click', () => {
        root.dataset.theme = dark() ? 'light' : 'dark';
        try {
            localStorage.setItem('devlock-theme', root.dataset.theme);
        } catch {
            // then it holds for this page
        }
        show();
    });
    show();
    document.querySelector('.bar').append(button);
}

function setUpFilter() {
    const form = document.getElementById('filter'), items = [...document.querySelectorAll('.item')];
    if (!form)
        return;
    const fits = (item) => {
        const text = form.elements.text.value.toLowerCase();
        return (!text || item.textContent.toLowerCase().includes(text)) &&
            ['check', 'tier', 'status'].every((key) => !form.elements[key].value || form.elements[key].value === item.dataset[key]);
    };
    const apply = () => {
        let count = 0;
        for (const item of items) {
            item.hidden = !fits(item);
            count += !item.hidden;
        }
        document.getElementById('count').textContent = `${count} of ${items.length} findings`;
    };
    form.addEventListener('input', apply);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.hidden = false;
    apply();
}

function setUpSteps() {
    const steps = [...document.querySelectorAll('.step')];
    document.addEventListener('keydown', (event) => {
        const move = {n: 1, p: -1}[event.key];
        if (!move || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName))
            return;
        const at = steps.indexOf(document.activeElement);
        const next = steps[at < 0 ? (move > 0 ? 0 : steps.length - 1) : at + move];
        if (!next)
            return;
        for (let frame = next.closest('details'); frame; frame = frame.parentElement.closest('details'))
            frame.open = true;
        next.focus({preventScroll: true});
        next.scrollIntoView({block: 'center'});
    });
}

function setUpPrint() {
    let closed = [];
    addEventListener('beforeprint', () => {
        closed = [...document.querySelectorAll('details:not([open])')];
        for (const one of closed)
            one.open = true;
    });
    addEventListener('afterprint', () => {
        for (const one of closed)
            one.open = false;
    });
}

setUpTheme();
setUpFilter();
setUpSteps();
setUpPrint();
