"""Drives a headless Chromium over the pipe of its remote debugging: no driver, no library, no port that others could use."""
import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import time


def find():
    """Path of a Chromium or Chrome; None where there is none."""
    names = ([os.environ['CHROMIUM']] if os.environ.get('CHROMIUM') else []) + ['chromium', 'chromium-browser', 'google-chrome']
    return next((path for path in map(shutil.which, names) if path), None)


class Browser:
    """One Chromium with one page. What its console complains of and what it asks the network for is kept."""

    def __init__(self, program, width=1280, height=900):
        self.folder = tempfile.mkdtemp(prefix='pgreach-browser-')
        to_read, self.to = os.pipe()
        self.from_, to_write = os.pipe()
        # The browser reads from 3 and writes to 4, which these pipes may have got the other way round.
        ends = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (to_read, to_write)]
        command = [program, '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars',
                   '--force-color-profile=srgb', '--disable-background-networking', '--disable-component-update',
                   '--remote-debugging-pipe', f'--user-data-dir={self.folder}', f'--window-size={width},{height}', 'about:blank']

        def connect():
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(command, pass_fds=(3, 4), preexec_fn=connect, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        for fd in (to_read, to_write, *ends):
            os.close(fd)
        self.buffer = b''
        self.number = 0
        self.complaints = []
        self.requests = []
        self.session = None
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Runtime', 'Log', 'Network'):
            self.call(domain + '.enable')
        self.resize(width, height)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.to)
        os.close(self.from_)
        shutil.rmtree(self.folder, ignore_errors=True)

    def message(self):
        while b'\0' not in self.buffer:
            more = os.read(self.from_, 1 << 20)
            if not more:
                raise RuntimeError('the browser has ended')
            self.buffer += more
        text, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(text)

    def note(self, message):
        method, about = message.get('method'), message.get('params', {})
        if method == 'Runtime.exceptionThrown':
            details = about['exceptionDetails']
            self.complaints.append(details.get('exception', {}).get('description') or details['text'])
        elif method == 'Runtime.consoleAPICalled' and about['type'] in ('error', 'warning', 'assert'):
            self.complaints.append(' '.join(str(one.get('value', one.get('description'))) for one in about['args']))
        elif method == 'Log.entryAdded' and about['entry']['level'] in ('error', 'warning'):
            self.complaints.append(about['entry']['text'])
        elif method == 'Network.requestWillBeSent':
            self.requests.append(about['request']['url'])
        return method

    def call(self, method, **parameters):
        self.number += 1
        request = {'id': self.number, 'method': method, 'params': parameters}
        if self.session:
            request['sessionId'] = self.session
        os.write(self.to, json.dumps(request).encode() + b'\0')
        while True:
            message = self.message()
            if message.get('id') == self.number:
                if 'error' in message:
                    raise RuntimeError(f'{method}: {message["error"]}')
                return message['result']
            self.note(message)

    def open(self, url):
        """Loads a page; seconds until it was drawn."""
        self.complaints, self.requests = [], []
        began = time.monotonic()
        self.call('Page.navigate', url=url)
        while self.note(self.message()) != 'Page.loadEventFired':
            pass
        self.run('new Promise(done => requestAnimationFrame(() => setTimeout(done)))')
        return time.monotonic() - began

    def run(self, script):
        """The value of an expression in the page."""
        result = self.call('Runtime.evaluate', expression=script, awaitPromise=True, returnByValue=True)
        if 'exceptionDetails' in result:
            details = result['exceptionDetails']
            raise RuntimeError(f'{script[:200]}: {details.get("exception", {}).get("description") or details["text"]}')
        return result['result'].get('value')

    def key(self, key, text=None):
        codes = {'Enter': 13, 'Escape': 27, 'ArrowLeft': 37, 'ArrowUp': 38, 'ArrowRight': 39, 'ArrowDown': 40, 'Tab': 9, 'Home': 36, 'End': 35}
        about = {'key': key, 'code': key, 'windowsVirtualKeyCode': codes.get(key, 0)}
        text = {'Enter': '\r'}.get(key, text)
        self.call('Input.dispatchKeyEvent', type='keyDown', **about, **({'text': text} if text else {}))
        self.call('Input.dispatchKeyEvent', type='keyUp', **about)

    def type(self, text):
        self.call('Input.insertText', text=text)

    def click(self, selector):
        """With the mouse, in the middle of the first element that the selector finds."""
        place = self.run(f'(() => {{ const element = document.querySelector({json.dumps(selector)}); element.scrollIntoView({{block: "center"}});'
                         ' const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()')
        for kind in ('mousePressed', 'mouseReleased'):
            self.call('Input.dispatchMouseEvent', type=kind, x=place[0], y=place[1], button='left', clickCount=1)

    def resize(self, width, height=900):
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def media(self, **features):
        self.call('Emulation.setEmulatedMedia', media=features.pop('media', ''),
                  features=[{'name': name.replace('_', '-'), 'value': value} for name, value in features.items()])

    def screenshot(self, path, whole=False):
        options = {'format': 'png', 'captureBeyondViewport': whole}
        if whole:
            size = self.call('Page.getLayoutMetrics')['cssContentSize']
            options['clip'] = {'x': 0, 'y': 0, 'width': size['width'], 'height': min(size['height'], 12000), 'scale': 1}
        with open(path, 'wb') as file:
            file.write(base64.b64decode(self.call('Page.captureScreenshot', **options)['data']))
