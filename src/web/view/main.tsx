/** The page of `genloss view` begins. */
import {render} from 'preact';

render(<h1>Runs</h1>, document.getElementById('page')!);
